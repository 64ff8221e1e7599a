import type { Command } from 'commander';
import { email, personName, title } from '@gatehouse/contracts/fields';
import { roleKey } from '@gatehouse/contracts/identity/roles';
import type { PersonLine } from '../../modules/identity/operator/operator.repository.js';
import { withServices } from './opened.js';
import { type OutputOptions, parsed, print, table, WrongUsage } from './outcome.js';
import { addPerson } from './person.command.js';
import type { Services } from './services.js';

interface CreateOptions extends OutputOptions {
  readonly email: string;
  readonly first: string;
  readonly last: string;
  readonly role: string;
  readonly org?: string;
}

interface ListOptions extends OutputOptions {
  readonly limit: string;
  readonly org?: string;
}

/** `gatehouse user list | show | create | set-role | set-email | erase | keep`, and the deeds below */
export function addUser(program: Command): void {
  const user = program.command('user').description('People and their accounts.');
  user
    .command('list')
    .description('Lists people, latest first.')
    .argument('[search]', 'part of a name or address', '')
    .option('--org <id>', 'members of an organization alone')
    .option('--limit <count>', 'most people to list', '100')
    .action((search: string, options: ListOptions) => list(search, options));
  user
    .command('create')
    .description('Adds a person, who gets a mail to choose a password.')
    .requiredOption('--email <address>', 'e-mail address')
    .requiredOption('--first <name>', 'first name')
    .requiredOption('--last <name>', 'last name')
    .option('--role <role>', 'MANAGER, EMPLOYEE, or the id of a custom role', 'EMPLOYEE')
    .option('--org <id>', 'organization, where there are several')
    .action(create);
  addPerson(user);
  addDeeds(user);
  addErasure(user);
}

/** `gatehouse user deactivate | activate | force-reset | … | set-email` */
function addDeeds(user: Command): void {
  for (const deed of deeds)
    user
      .command(deed.name)
      .description(deed.description)
      .argument('<person>', 'e-mail address or id')
      .action((person: string, options: OutputOptions) => change(options, deed, person));
  user
    .command('set-email')
    .description(
      'Gets a person another address who lost their mailbox: it changes once the new one confirms, and the old one is told and can undo it.',
    )
    .argument('<person>', 'e-mail address or id')
    .argument('<address>', 'their new e-mail address')
    .action(setEmail);
}

/** `gatehouse user erase | keep` */
function addErasure(user: Command): void {
  user
    .command('erase')
    .description(
      'Has a person erased whose account is deactivated or deleted, after GATEHOUSE_ERASURE_GRACE_DAYS; they are told by mail.',
    )
    .argument('<person>', 'e-mail address or id')
    .requiredOption('--reason <words>', 'why; they read it')
    .action(erase);
  user
    .command('keep')
    .description('Calls an erasure off that was ordered.')
    .argument('<person>', 'e-mail address or id')
    .action(keep);
}

interface Deed {
  readonly name: string;
  readonly description: string;
  readonly run: (services: Services, person: string) => Promise<PersonLine>;
  /** What is true of the person then. */
  readonly outcome: string;
}

/** What is done to an account. */
const deeds: readonly Deed[] = [
  {
    name: 'deactivate',
    description: 'Closes an account to everybody; its sessions end at once.',
    run: ({ accounts }, person) => accounts.deactivate(person),
    outcome: 'is deactivated',
  },
  {
    name: 'activate',
    description: 'Opens an account again that was deactivated.',
    run: ({ accounts }, person) => accounts.activate(person),
    outcome: 'is active',
  },
  {
    name: 'force-reset',
    description:
      'Takes a password away, and sends a mail to choose another one; all sessions end at once.',
    run: ({ accounts }, person) => accounts.forceReset(person),
    outcome: 'has to choose a new password',
  },
  {
    name: 'end-sessions',
    description: 'Signs a person out everywhere.',
    run: ({ accounts }, person) => accounts.endSessions(person),
    outcome: 'is signed out everywhere',
  },
  {
    name: 'reset-factors',
    description: 'Takes all second factors of a person away; their sessions end at once.',
    run: ({ accounts }, person) => accounts.resetFactors(person),
    outcome: 'has no second factor any more',
  },
  {
    name: 'unlock',
    description: 'Lets a person sign in again at once whom failed attempts make wait.',
    run: ({ delays }, person) => delays.lift(person),
    outcome: 'need not wait any longer',
  },
];

async function list(search: string, options: ListOptions): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new WrongUsage('--limit must be a number from 1 on.');
  const people = await withServices((services) =>
    services.operator.lists.listPeople(services.connection, search, limit, options.org),
  );
  print(options, people, () =>
    table(
      ['id', 'email', 'name', 'active', 'memberships'],
      people.map(({ id, email, name, isActive, memberships }) => [
        id,
        email,
        name,
        isActive ? 'yes' : 'no',
        memberships,
      ]),
    ),
  );
}

/** An owner is made of a member. */
const givenRole = roleKey.refine((role) => role !== 'BOSS', 'must be below BOSS');

async function create(options: CreateOptions): Promise<void> {
  const member = {
    email: parsed('--email', email.safeParse(options.email)),
    firstName: parsed('--first', personName.safeParse(options.first)),
    lastName: parsed('--last', personName.safeParse(options.last)),
    role: parsed('--role', givenRole.safeParse(options.role)),
  };
  const added = await withServices((services) => services.operator.addPerson(options.org, member));
  print(
    options,
    added,
    () => `${added.email} was added as ${added.role}, with the id ${added.id}.`,
  );
}

async function change(options: OutputOptions, deed: Deed, name: string): Promise<void> {
  const person = await withServices((services) => deed.run(services, name));
  print(options, person, () => `${person.email} ${deed.outcome}.`);
}

async function setEmail(name: string, address: string, options: OutputOptions): Promise<void> {
  const newEmail = parsed('<address>', email.safeParse(address));
  const person = await withServices(({ operator, handovers }) =>
    operator.act(name, (tx, account) => handovers.ask(tx, account, newEmail)),
  );
  print(
    options,
    { ...person, newEmail },
    () => `${person.email} becomes ${newEmail} once that address confirms.`,
  );
}

async function erase(name: string, options: OutputOptions & { reason: string }): Promise<void> {
  const reason = parsed('--reason', title.safeParse(options.reason));
  const erased = await withServices(({ erasure }) => erasure.order(name, reason));
  print(options, erased, ({ email, dueAt }) => `${email} is erased on ${dueAt.slice(0, 10)}.`);
}

async function keep(name: string, options: OutputOptions): Promise<void> {
  const kept = await withServices(({ erasure }) => erasure.callOff(name));
  print(options, kept, () => `${kept.email} is not erased.`);
}
