import { type Command, Option } from 'commander';
import { email, personName } from '@gatehouse/contracts/fields';
import { type Role, roles } from '@gatehouse/contracts/permissions';
import type { OperatorService } from '../../modules/identity/operator/operator.service.js';
import type { PersonLine } from '../../modules/identity/operator/operator.repository.js';
import { withServices } from './opened.js';
import { type OutputOptions, print, table, WrongUsage } from './outcome.js';

interface CreateOptions extends OutputOptions {
  readonly email: string;
  readonly first: string;
  readonly last: string;
  readonly role: Role;
  readonly org?: string;
}

/** `gatehouse user list | create | deactivate | reset-factors` */
export function addUser(program: Command): void {
  const user = program.command('user').description('People and their accounts.');
  user
    .command('list')
    .description('Lists people, latest first.')
    .argument('[search]', 'part of a name or address', '')
    .option('--limit <count>', 'most people to list', '100')
    .action((search: string, options: OutputOptions & { limit: string }) => list(search, options));
  user
    .command('create')
    .description('Adds a person, who gets a mail to choose a password.')
    .requiredOption('--email <address>', 'e-mail address')
    .requiredOption('--first <name>', 'first name')
    .requiredOption('--last <name>', 'last name')
    .addOption(new Option('--role <role>', 'role').choices(roles.slice(1)).default('EMPLOYEE'))
    .option('--org <id>', 'organization, where there are several')
    .action(create);
  user
    .command('deactivate')
    .description('Closes an account to everybody; its sessions end at once.')
    .argument('<person>', 'e-mail address or id')
    .action((person: string, options: OutputOptions) =>
      change(options, (operator) => operator.deactivate(person), 'is deactivated'),
    );
  user
    .command('reset-factors')
    .description('Takes all second factors of a person away; their sessions end at once.')
    .argument('<person>', 'e-mail address or id')
    .action((person: string, options: OutputOptions) =>
      change(options, (operator) => operator.resetFactors(person), 'has no second factor any more'),
    );
}

async function list(search: string, options: OutputOptions & { limit: string }): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new WrongUsage('--limit must be a number from 1 on.');
  const people = await withServices((services) =>
    services.operator.lists.listPeople(services.connection, search, limit),
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

async function create(options: CreateOptions): Promise<void> {
  const member = {
    email: parsed('--email', email.safeParse(options.email)),
    firstName: parsed('--first', personName.safeParse(options.first)),
    lastName: parsed('--last', personName.safeParse(options.last)),
    role: options.role,
  };
  const added = await withServices((services) => services.operator.addPerson(options.org, member));
  print(
    options,
    added,
    () => `${added.email} was added as ${added.role}, with the id ${added.id}.`,
  );
}

async function change(
  options: OutputOptions,
  deed: (operator: OperatorService) => Promise<PersonLine>,
  outcome: string,
): Promise<void> {
  const person = await withServices((services) => deed(services.operator));
  print(options, person, () => `${person.email} ${outcome}.`);
}

/** @throws WrongUsage with what a field must be. */
function parsed<T>(
  name: string,
  result:
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { message: string }[] } },
): T {
  if (result.success) return result.data;
  throw new WrongUsage(`${name} ${result.error.issues[0]?.message ?? 'is wrong'}.`);
}
