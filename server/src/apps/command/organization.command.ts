import type { Command } from 'commander';
import { id, title } from '@gatehouse/contracts/fields';
import { withServices } from './opened.js';
import { type OutputOptions, parsed, print, table } from './outcome.js';

/** `gatehouse org list | create | members | rename | close | open` */
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
  organization
    .command('members')
    .description('Lists who belongs to an organization, and as what.')
    .argument('<id>', 'id of the organization')
    .action(members);
  organization
    .command('rename')
    .description('Gives an organization another name.')
    .argument('<id>', 'id of the organization')
    .argument('<name>', 'what it is called from now on')
    .action(rename);
  for (const [name, description] of [
    ['close', 'Closes an organization: its sessions end, its keys stop, its invitations are void.'],
    ['open', 'Opens an organization again that was closed in the last 30 days.'],
  ] as const)
    organization
      .command(name)
      .description(description)
      .argument('<id>', 'id of the organization')
      .requiredOption('--reason <words>', 'why; the audit trail keeps it')
      .action((id: string, options: ClosingOptions) => changeState(name, id, options));
}

type ClosingOptions = OutputOptions & { readonly reason: string };

async function members(given: string, options: OutputOptions): Promise<void> {
  const organization = idOf(given);
  const found = await withServices(async ({ operator, connection }) => {
    const all = await operator.lists.listOrganizations(connection);
    if (!all.some(({ id }) => id === organization))
      throw new Error(`There is no organization ${organization}.`);
    return operator.lists.listMembers(connection, organization);
  });
  print(options, found, () =>
    table(
      ['id', 'email', 'name', 'role', 'active'],
      found.map(({ id, email, name, role, isActive }) => [
        id,
        email,
        name,
        role,
        isActive ? 'yes' : 'no',
      ]),
    ),
  );
}

async function rename(given: string, wanted: string, options: OutputOptions): Promise<void> {
  const name = parsed('The name', title.safeParse(wanted));
  const organization = idOf(given);
  await withServices(({ organizations }) => organizations.rename(organization, name));
  print(options, { id: organization, name }, () => `The organization is called ${name} now.`);
}

async function changeState(
  deed: 'close' | 'open',
  given: string,
  options: ClosingOptions,
): Promise<void> {
  const reason = parsed('--reason', title.safeParse(options.reason));
  const organization = idOf(given);
  await withServices(({ organizations }) => organizations[deed](organization, reason));
  const outcome = deed === 'close' ? 'closed' : 'open again';
  print(
    options,
    { id: organization, isClosed: deed === 'close' },
    () => `The organization ${organization} is ${outcome}.`,
  );
}

const idOf = (given: string): string => parsed('The id', id.safeParse(given));

async function list(options: OutputOptions): Promise<void> {
  const found = await withServices((services) =>
    services.operator.lists.listOrganizations(services.connection),
  );
  print(options, found, () =>
    table(
      ['id', 'name', 'members', 'closed'],
      found.map(({ id, name, members, isClosed }) => [
        id,
        name,
        String(members),
        isClosed ? 'yes' : 'no',
      ]),
    ),
  );
}

async function create(given: string, options: OutputOptions & { owner: string }): Promise<void> {
  const name = parsed('The name', title.safeParse(given));
  const made = await withServices(({ founding }) =>
    founding.createOrganization(name, options.owner),
  );
  print(
    options,
    made,
    () => `${made.name} was made, with the id ${made.id}; ${made.owner} leads it.`,
  );
}
