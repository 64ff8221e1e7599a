import type { Command } from 'commander';
import { invitationRoutes } from '@gatehouse/contracts/identity/invitations';
import { withServices } from '../opened.js';
import { type OutputOptions, parsed, print, table } from '../outcome.js';

interface InvitationOptions extends OutputOptions {
  readonly org?: string;
}

/** Most invitations that are listed. */
const most = 1000;

/** `gatehouse invitation list | create | resend | revoke` */
export function addInvitation(program: Command): void {
  const invitation = program.command('invitation').description('Invitations to an organization.');
  const add = (name: string, description: string) =>
    invitation
      .command(name)
      .description(description)
      .option('--org <id>', 'organization, where there are several');
  add('list', 'Lists open invitations, latest first.').action(list);
  add('create', 'Sends a link to join, which works once, for 7 days.')
    .argument('<email>', 'e-mail address')
    .option('--role <role>', 'MANAGER, EMPLOYEE, or the id of a custom role', 'EMPLOYEE')
    .action(create);
  add('resend', 'Sends the mail again with a new link, once a minute.')
    .argument('<id>', 'id of the invitation')
    .action(resend);
  add('revoke', 'Takes an invitation back.')
    .argument('<id>', 'id of the invitation')
    .action(revoke);
}

async function list(options: InvitationOptions): Promise<void> {
  const { data } = await withServices(async ({ operator, invitations }) =>
    invitations.list(await operator.callerIn(options.org), most),
  );
  print(options, data, () =>
    table(
      ['id', 'email', 'role', 'sent', 'expires'],
      data.map(({ id, email, role, customRole, sentAt, expiresAt }) => [
        id,
        email,
        customRole?.name ?? role,
        sentAt.slice(0, 10),
        expiresAt.slice(0, 10),
      ]),
    ),
  );
}

async function create(email: string, options: InvitationOptions & { role: string }): Promise<void> {
  const { role } = options;
  const wish = parsed('The invitation', invitationRoutes.create.body.safeParse({ email, role }));
  const made = await withServices(async ({ operator, invitations }) =>
    invitations.create(await operator.callerIn(options.org), wish),
  );
  print(options, made, () => `${made.email} is invited, by ${made.id}.`);
}

async function resend(id: string, options: InvitationOptions): Promise<void> {
  const sent = await withServices(async ({ operator, invitations }) =>
    invitations.resend(await operator.callerIn(options.org), id),
  );
  print(options, sent, () => `${sent.email} was sent a new link.`);
}

async function revoke(id: string, options: InvitationOptions): Promise<void> {
  await withServices(async ({ operator, invitations }) =>
    invitations.revoke(await operator.callerIn(options.org), id),
  );
  print(options, { id, revoked: true }, () => `The invitation ${id} is taken back.`);
}
