import { type Command, Option } from 'commander';
import { type PlatformRole, platformRoles } from '@gatehouse/contracts/permissions';
import { withServices } from './opened.js';
import { type OutputOptions, print, table } from './outcome.js';

/** As many as the list shows. */
const most = 100;

/** `gatehouse staff list | appoint | dismiss` */
export function addStaff(program: Command): void {
  const staff = program.command('staff').description('Who looks after the installation.');
  staff.command('list').description('Lists the staff of the installation.').action(list);
  staff
    .command('appoint')
    .description('Makes somebody who has an account a member of the staff; they are told by mail.')
    .argument('<person>', 'e-mail address or id')
    .addOption(new Option('--role <role>', 'role').choices(platformRoles).default('admin'))
    .action(appoint);
  staff
    .command('dismiss')
    .description('Dismisses a member of the staff, who keeps the account; they are told by mail.')
    .argument('<person>', 'e-mail address or id')
    .action(dismiss);
}

async function list(options: OutputOptions): Promise<void> {
  const { data } = await withServices(({ staff }) => staff.list(most));
  print(options, data, () =>
    table(
      ['id', 'email', 'role', 'active', 'second factor'],
      data.map(({ id, email, platformRole, isActive, twoFactorEnabled }) => [
        id,
        email,
        platformRole,
        isActive ? 'yes' : 'no',
        twoFactorEnabled ? 'yes' : 'no',
      ]),
    ),
  );
}

async function appoint(
  name: string,
  options: OutputOptions & { role: PlatformRole },
): Promise<void> {
  const member = await withServices(async ({ operator, staff }) => {
    const { email } = await operator.getPerson(name);
    return staff.appointByOperator(email, options.role);
  });
  print(options, member, ({ email, platformRole }) => `${email} is ${platformRole} now.`);
}

async function dismiss(name: string, options: OutputOptions): Promise<void> {
  const person = await withServices(async ({ operator, staff }) => {
    const { id, email } = await operator.getPerson(name);
    await staff.dismissByOperator(id);
    return { id, email };
  });
  print(options, person, ({ email }) => `${email} belongs to the staff no longer.`);
}
