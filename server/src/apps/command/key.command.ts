import type { Command } from 'commander';
import type { z } from 'zod';
import { apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { withServices } from './opened.js';
import { type OutputOptions, parsed, print, table } from './outcome.js';

interface KeyOptions extends OutputOptions {
  readonly scope?: readonly string[];
  readonly address?: readonly string[];
  readonly days?: string;
  readonly limit?: string;
}

interface CreateOptions extends KeyOptions {
  readonly owner: string;
  readonly org?: string;
  readonly test?: boolean;
}

/** `gatehouse key list | create | update | rotate | revoke` */
export function addKey(program: Command): void {
  const key = program.command('key').description('API keys.');
  key.command('list').description('Lists the keys that are good, with their owners.').action(list);
  key
    .command('create')
    .description('Makes a key of a person or a service account; its secret is printed this once.')
    .argument('<name>', 'what it is called')
    .requiredOption('--owner <account>', 'e-mail address, or id, of whose key it is')
    .requiredOption('--scope <permissions...>', 'what it may do, such as user:read')
    .option('--org <id>', 'organization, where there are several')
    .option('--address <networks...>', 'addresses that it may call from; any, where left out')
    .option('--days <count>', 'days until it expires; never, where left out')
    .option('--limit <count>', 'calls a minute; as many as anybody may make, where left out')
    .option('--test', 'a key for tests')
    .action(create);
  key
    .command('update')
    .description('Changes a key; what is left out stays as it is.')
    .argument('<id>', 'id of the key')
    .option('--name <name>', 'what it is called')
    .option('--scope <permissions...>', 'fewer of the permissions that it has')
    .option('--address <networks...>', 'addresses that it may call from; "any" for all')
    .option('--days <count>', 'days from now until it expires; "never" for no end')
    .option('--limit <count>', 'calls a minute; "none" for as many as anybody may make')
    .action(update);
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
      await withServices(({ keys }) => keys.revokeKey(id));
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
  requestsPerMinute: '--limit',
};

/** What options say of a key, as the contract has it. */
const fieldsOf = ({ scope, address, days, limit }: KeyOptions) => ({
  ...(scope ? { scopes: scope } : {}),
  ...(address ? { allowedAddresses: address } : {}),
  ...(days === undefined ? {} : { expiresInDays: Number(days) }),
  ...(limit === undefined ? {} : { requestsPerMinute: Number(limit) }),
});

/** @throws WrongUsage with the option that is wrong */
function checked<C extends z.ZodType>(contract: C, fields: object): z.output<C> {
  const result = contract.safeParse(fields);
  const field = result.error?.issues[0]?.path[0];
  return parsed(optionOf[String(field)] ?? 'The key', result);
}

async function create(name: string, options: CreateOptions): Promise<void> {
  const wish = checked(apiKeyRoutes.create.body, {
    name,
    environment: options.test ? 'test' : 'live',
    ...fieldsOf(options),
  });
  const key = await withServices(({ keys }) => keys.createKey(options.owner, options.org, wish));
  print(options, key, () => key.secret);
}

async function update(id: string, options: KeyOptions & { name?: string }): Promise<void> {
  const change = checked(apiKeyRoutes.update.body, {
    ...fieldsOf(options),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.address?.join() === 'any' ? { allowedAddresses: [] } : {}),
    ...(options.days === 'never' ? { expiresInDays: null } : {}),
    ...(options.limit === 'none' ? { requestsPerMinute: null } : {}),
  });
  const key = await withServices(({ keys }) => keys.updateKey(id, change));
  print(options, key, () => `The key ${key.name} is changed.`);
}

async function rotate(id: string, options: OutputOptions & { overlap: string }): Promise<void> {
  const { overlapHours } = parsed(
    '--overlap',
    apiKeyRoutes.rotate.body.safeParse({ overlapHours: Number(options.overlap) }),
  );
  const key = await withServices(({ keys }) => keys.rotateKey(id, overlapHours));
  print(options, key, () => key.secret);
}

const day = (date: Date | null): string =>
  date === null ? 'never' : date.toISOString().slice(0, 10);
