import type { Command } from 'commander';
import { loadConfig } from '../../platform/config/config.js';
import { environment } from '../../platform/config/environment.js';
import { addKey } from '../../platform/crypto/key-ring.js';
import { withServices } from './opened.js';
import { type OutputOptions, print } from './outcome.js';

/** `gatehouse keys rotate | add` */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('Keys that sign tokens and seal fields.');
  keys
    .command('rotate')
    .description(
      'Makes a new key for access tokens, which signs two minutes from now; nobody is signed out.',
    )
    .action(async (options: OutputOptions) => {
      const { id, activeFrom } = await withServices((services) => services.signingKeys.rotate());
      const at = activeFrom.toISOString();
      print(options, { id, activeFrom: at }, () => `The key ${id} signs from ${at} on.`);
    });
  keys
    .command('add')
    .description('Makes a new key that seals fields; docs/operations/keys.md says what follows.')
    .action((options: OutputOptions) => {
      const added = addKey(loadConfig(environment));
      print(options, added, () =>
        'file' in added
          ? `The key ${added.id} stands first in ${added.file}. Restart Gatehouse; fields are sealed anew within the hour.`
          : `${added.key}\nPut it into GATEHOUSE_ENCRYPTION_KEYS: docs/operations/keys.md says where.`,
      );
    });
}
