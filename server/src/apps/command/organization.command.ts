import type { Command } from 'commander';
import { title } from '@gatehouse/contracts/fields';
import { withServices } from './opened.js';
import { type OutputOptions, parsed, print, table } from './outcome.js';

/** `gatehouse org list | create` */
export function addOrganization(program: Command): void {
  const organization = program.command('org').description('Organizations.');
  organization
    .command('list')
    .description('Lists organizations, with how many people belong to them.')
    .action(list);
  organization
    .command('create')
    .description('Makes an organization.')
    .argument('<name>', 'what it is called')
    .requiredOption('--owner <person>', 'e-mail address or id of its first BOSS')
    .action(create);
}

async function list(options: OutputOptions): Promise<void> {
  const found = await withServices((services) =>
    services.operator.lists.listOrganizations(services.connection),
  );
  print(options, found, () =>
    table(
      ['id', 'name', 'members'],
      found.map(({ id, name, members }) => [id, name, String(members)]),
    ),
  );
}

async function create(given: string, options: OutputOptions & { owner: string }): Promise<void> {
  const name = parsed('The name', title.safeParse(given));
  const made = await withServices(({ grants }) => grants.createOrganization(name, options.owner));
  print(
    options,
    made,
    () => `${made.name} was made, with the id ${made.id}; ${made.owner} leads it.`,
  );
}
