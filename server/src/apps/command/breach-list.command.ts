import type { Command } from 'commander';
import { buildBreachList } from '../../modules/identity/passwords/breaches/breach-list-builder.js';
import { type OutputOptions, print } from './outcome.js';

/** `gatehouse breach-list SOURCE TARGET` */
export function addBreachList(program: Command): void {
  program
    .command('breach-list')
    .description(
      'Make the file that GATEHOUSE_BREACH_LIST names: of a password, or a SHA-1 hash as Pwned Passwords has it (HASH:COUNT), on each line of a file.',
    )
    .argument('<source>', 'file of passwords or hashes, in any order and of any size')
    .argument('<target>', 'file to make')
    .action(async (source: string, target: string, options: OutputOptions) => {
      const passwords = await buildBreachList(source, target);
      print(options, { passwords, target }, () => `${target} has ${passwords} passwords.`);
    });
}
