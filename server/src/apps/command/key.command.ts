import type { Command } from 'commander';
import { withServices } from './opened.js';
import { type OutputOptions, print, table } from './outcome.js';

/** `gatehouse key list | revoke` */
export function addKey(program: Command): void {
  const key = program.command('key').description('API keys.');
  key
    .command('list')
    .description('Lists the keys that are good, with their owners.')
    .action(async (options: OutputOptions) => {
      const keys = await withServices((services) =>
        services.operator.lists.listKeys(services.connection, new Date()),
      );
      print(options, keys, () =>
        table(
          ['id', 'name', 'begins', 'owner', 'last used', 'expires'],
          keys.map(({ id, name, hint, owner, lastUsedAt, expiresAt }) => [
            id,
            name,
            hint,
            owner,
            day(lastUsedAt),
            day(expiresAt),
          ]),
        ),
      );
    });
  key
    .command('revoke')
    .description('Ends a key at once.')
    .argument('<id>', 'id of the key')
    .action(async (id: string, options: OutputOptions) => {
      await withServices((services) => services.operator.revokeKey(id));
      print(options, { id, revoked: true }, () => `The key ${id} is ended.`);
    });
}

const day = (date: Date | null): string =>
  date === null ? 'never' : date.toISOString().slice(0, 10);
