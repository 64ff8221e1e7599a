import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { title } from '@gatehouse/contracts/fields';
import { roleKey } from '@gatehouse/contracts/identity/roles';
import { roles } from '@gatehouse/contracts/permissions';
import { withServices } from './opened.js';
import { type OutputOptions, parsed, print } from './outcome.js';

/** `gatehouse user show | set-role | delete | export` */
export function addPerson(user: Command): void {
  user
    .command('show')
    .description('Shows a person: their account, what they belong to, and what they get in with.')
    .argument('<person>', 'e-mail address or id')
    .action(show);
  user
    .command('set-role')
    .description('Gives a person another role in an organization, BOSS included.')
    .argument('<person>', 'e-mail address or id')
    .argument('<role>', `${roles.join(', ')}, or the id of a custom role`)
    .option('--org <id>', 'organization, where there are several')
    .action(setRole);
  user
    .command('delete')
    .description(
      'Deletes the account of a person who leads nothing; where it is of several organizations, only the membership.',
    )
    .argument('<person>', 'e-mail address or id')
    .option('--org <id>', 'organization, where there are several')
    .action(remove);
  user
    .command('export')
    .description(
      'Writes everything that is known of a person to a ZIP file; they are told by mail.',
    )
    .argument('<person>', 'e-mail address or id')
    .requiredOption('--reason <words>', 'why; they read it')
    .requiredOption('--to <file>', 'file to write')
    .action(exportPerson);
}

async function show(name: string, options: OutputOptions): Promise<void> {
  const shown = await withServices(async ({ operator, people }) => {
    const { id } = await operator.getPerson(name);
    return { ...(await people.get(id)), ...(await people.getSignInMeans(id)) };
  });
  print(options, shown, () =>
    [
      `${shown.firstName} ${shown.lastName} <${shown.email}>, ${shown.id}`,
      `${shown.isActive ? 'active' : 'deactivated'}, address ${shown.emailVerified ? '' : 'not '}confirmed, since ${shown.createdAt}`,
      ...(shown.platformRole === null ? [] : [`staff: ${shown.platformRole}`]),
      ...shown.memberships.map(
        ({ organizationName, role, customRole }) => `${customRole ?? role} of ${organizationName}`,
      ),
      `${shown.hasPassword ? 'a password' : 'no password'}, ${shown.backupCodesLeft} backup codes`,
      ...shown.delays.map(
        ({ proof, where, until }) => `${proof} delayed until ${until} (${where})`,
      ),
      ...shown.means.map(
        ({ kind, name: title, createdAt }) =>
          `${kind}${title === null ? '' : ` (${title})`} since ${createdAt}`,
      ),
    ].join('\n'),
  );
}

async function setRole(
  name: string,
  given: string,
  options: OutputOptions & { org?: string },
): Promise<void> {
  const role = parsed('The role', roleKey.safeParse(given));
  const person = await withServices(({ members }) => members.setRole(name, role, options.org));
  print(options, person, () => `${person.email} is ${person.role} now.`);
}

async function exportPerson(
  name: string,
  options: OutputOptions & { reason: string; to: string },
): Promise<void> {
  const reason = parsed('--reason', title.safeParse(options.reason));
  await withServices(async ({ personExports }) => {
    const content = await personExports.export(name, reason);
    await pipeline(content, createWriteStream(options.to, { mode: 0o600, flags: 'wx' }));
  });
  print(options, { file: options.to }, () => `${options.to} has everything known of ${name}.`);
}

async function remove(name: string, options: OutputOptions & { org?: string }): Promise<void> {
  const person = await withServices(async ({ operator, standing }) => {
    const { id, email } = await operator.getPerson(name);
    await standing.remove(await operator.callerIn(options.org), id);
    return { id, email };
  });
  print(options, person, () => `${person.email} is out.`);
}
