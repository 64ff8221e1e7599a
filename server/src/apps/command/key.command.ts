import type { Command } from 'commander';
import { apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { withServices } from './opened.js';
import { type OutputOptions, parsed, print, table } from './outcome.js';

interface CreateOptions extends OutputOptions {
  readonly owner: string;
  readonly scope: readonly string[];
  readonly org?: string;
  readonly address?: readonly string[];
  readonly days?: string;
  readonly test?: boolean;
}

/** `gatehouse key list | create | rotate | revoke` */
export function addKey(program: Command): void {
  const key = program.command('key').description('API keys.');
  key.command('list').description('Lists the keys that are good, with their owners.').action(list);
  key
    .command('create')
    .description('Makes a key that calls in the name of a person; its secret is printed this once.')
    .argument('<name>', 'what it is called')
    .requiredOption('--owner <person>', 'e-mail address or id of whose key it is')
    .requiredOption('--scope <permissions...>', 'what it may do, such as user:read')
    .option('--org <id>', 'organization, where there are several')
    .option('--address <networks...>', 'addresses that it may call from; any, where left out')
    .option('--days <count>', 'days until it expires; never, where left out')
    .option('--test', 'a key for tests')
    .action(create);
  key
    .command('rotate')
    .description('Gives a key a new secret, which is printed this once.')
    .argument('<id>', 'id of the key')
    .option('--overlap <hours>', 'hours in which the old secret stays good too', '24')
    .action(rotate);
  key
    .command('revoke')
    .description('Ends a key at once.')
    .argument('<id>', 'id of the key')
    .action(async (id: string, options: OutputOptions) => {
      await withServices(({ grants }) => grants.revokeKey(id));
      print(options, { id, revoked: true }, () => `The key ${id} is ended.`);
    });
}

async function list(options: OutputOptions): Promise<void> {
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
}

/** What the fields of the contract are called here. */
const optionOf: Readonly<Record<string, string>> = {
  name: 'The name',
  scopes: '--scope',
  allowedAddresses: '--address',
  expiresInDays: '--days',
};

async function create(name: string, options: CreateOptions): Promise<void> {
  const result = apiKeyRoutes.create.body.safeParse({
    name,
    scopes: options.scope,
    environment: options.test ? 'test' : 'live',
    ...(options.address ? { allowedAddresses: options.address } : {}),
    ...(options.days === undefined ? {} : { expiresInDays: Number(options.days) }),
  });
  const field = result.error?.issues[0]?.path[0];
  const wish = parsed(optionOf[String(field)] ?? 'The key', result);
  const key = await withServices(({ grants }) =>
    grants.createKey(options.owner, options.org, wish),
  );
  print(options, key, () => key.secret);
}

async function rotate(id: string, options: OutputOptions & { overlap: string }): Promise<void> {
  const { overlapHours } = parsed(
    '--overlap',
    apiKeyRoutes.rotate.body.safeParse({ overlapHours: Number(options.overlap) }),
  );
  const key = await withServices(({ grants }) => grants.rotateKey(id, overlapHours));
  print(options, key, () => key.secret);
}

const day = (date: Date | null): string =>
  date === null ? 'never' : date.toISOString().slice(0, 10);
