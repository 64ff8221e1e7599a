import { Command, CommanderError, Option } from 'commander';
import { errors } from '@gatehouse/contracts/errors';
import { AppError, messageOf } from '../../kernel/error.js';
import { ConfigError } from '../../platform/config/config.js';
import { version } from '../../platform/health/version.js';
import { addAudit } from './audit/audit.command.js';
import { addBreachList } from './breach-list.command.js';
import { addDoctor } from './doctor/doctor.command.js';
import { addInvitation } from './invitations/invitation.command.js';
import { addKey } from './key.command.js';
import { addKeys } from './keys.command.js';
import { addOrganization } from './organization.command.js';
import { exitCodes, WrongUsage } from './outcome.js';
import { addPeople } from './people.command.js';
import { addServiceAccount } from './service-accounts/service-account.command.js';
import { addStaff } from './staff.command.js';
import { addUser } from './user.command.js';

const commands = [
  addUser,
  addInvitation,
  addOrganization,
  addStaff,
  addServiceAccount,
  addKey,
  addPeople,
  addAudit,
  addKeys,
  addBreachList,
  addDoctor,
];

/** Runs the command line. @returns the exit code: 0 fine, 1 failed, 2 wrong usage. */
export async function run(words: readonly string[]): Promise<number> {
  try {
    await programOf().parseAsync(words, { from: 'user' });
    return Number(process.exitCode ?? exitCodes.fine);
  } catch (error) {
    return codeOf(error);
  }
}

function programOf(): Command {
  const program = new Command('gatehouse')
    .description('Looks after a Gatehouse, whether or not it is running.')
    .version(version)
    .showHelpAfterError('(add --help for what is possible)')
    .addHelpText('after', '\nExit codes: 0 fine, 1 failed, 2 wrong usage.');
  for (const add of commands) add(program);
  for (const command of leavesOf(program)) command.addOption(new Option('--json', 'print JSON'));
  overrideExit(program);
  return program;
}

const leavesOf = (command: Command): Command[] =>
  command.commands.flatMap((child) => (child.commands.length > 0 ? leavesOf(child) : [child]));

function overrideExit(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) overrideExit(child);
}

function complaintOf(error: unknown): string {
  if (error instanceof AppError) return error.options.detail ?? errors[error.code].title;
  return messageOf(error);
}

function codeOf(error: unknown): number {
  // Commander has printed already what it has to say.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.wrongUsage;
  process.stderr.write(`${complaintOf(error)}\n`);
  return error instanceof WrongUsage || error instanceof ConfigError
    ? exitCodes.wrongUsage
    : exitCodes.failed;
}
