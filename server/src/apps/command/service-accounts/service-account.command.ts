import type { Command } from 'commander';
import { serviceAccountRoutes } from '@gatehouse/contracts/identity/service-accounts';
import { withServices } from '../opened.js';
import { type OutputOptions, parsed, print, table } from '../outcome.js';

interface ServiceAccountOptions extends OutputOptions {
  readonly org?: string;
}

/** Most service accounts that are listed. */
const most = 1000;

/** `gatehouse service-account list | create` */
export function addServiceAccount(program: Command): void {
  const account = program
    .command('service-account')
    .description('Accounts without a person, which call by API keys.');
  account
    .command('list')
    .description('Lists the service accounts of an organization, latest first.')
    .option('--org <id>', 'organization, where there are several')
    .action(list);
  account
    .command('create')
    .description('Makes a service account; `gatehouse key create --owner <its id>` gives it a key.')
    .argument('<name>', 'what it is called')
    .option('--role <role>', 'MANAGER, EMPLOYEE, or the id of a custom role', 'EMPLOYEE')
    .option('--org <id>', 'organization, where there are several')
    .action(create);
}

async function list(options: ServiceAccountOptions): Promise<void> {
  const { data } = await withServices(async ({ operator, serviceAccounts }) =>
    serviceAccounts.list(await operator.callerIn(options.org), most),
  );
  print(options, data, () =>
    table(
      ['id', 'name', 'role', 'active'],
      data.map(({ id, name, role, customRole, isActive }) => [
        id,
        name,
        customRole?.name ?? role,
        isActive ? 'yes' : 'no',
      ]),
    ),
  );
}

async function create(
  name: string,
  options: ServiceAccountOptions & { role: string },
): Promise<void> {
  const body = { name, role: options.role };
  const wish = parsed('The service account', serviceAccountRoutes.create.body.safeParse(body));
  const made = await withServices(async ({ operator, serviceAccounts }) =>
    serviceAccounts.create(await operator.callerIn(options.org), wish.name, wish.role),
  );
  print(options, made, () => `${made.name} is there, by ${made.id}.`);
}
