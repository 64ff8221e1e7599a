import type { Command } from 'commander';
import { withServices } from './opened.js';
import { type OutputOptions, print, table } from './outcome.js';

/** `gatehouse org list` */
export function addOrganization(program: Command): void {
  program
    .command('org')
    .description('Organizations.')
    .command('list')
    .description('Lists organizations, with how many people belong to them.')
    .action(async (options: OutputOptions) => {
      const found = await withServices((services) =>
        services.operator.lists.listOrganizations(services.connection),
      );
      print(options, found, () =>
        table(
          ['id', 'name', 'members'],
          found.map(({ id, name, members }) => [id, name, String(members)]),
        ),
      );
    });
}
