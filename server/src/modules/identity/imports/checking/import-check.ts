import { type ImportRow, importRow } from '@gatehouse/contracts/identity/imports';
import type { AttributeDefinition } from '@gatehouse/contracts/identity/profiles/attributes';
import { isGrantable } from '@gatehouse/contracts/permissions';
import type { Caller } from '../../../../platform/http/caller.js';
import { isImportable } from '../../../../platform/crypto/password-hash.js';
import { AppError } from '../../../../kernel/error.js';
import { groupKeyOf } from '../../groups/group.js';
import { assertHolds } from '../../roles/grants.js';
import { assertMayGive, type Grant } from '../../roles/grants.service.js';
import { roleNameKey } from '../../roles/role-definition.js';
import { accountKey } from '../../users/account-key.js';
import type { LineWishes } from '../import-lines.repository.js';
import type { ImportLineRow, ImportsRow } from '../imports.table.js';
import type { ImportRecord } from '../reading/import-records.js';
import { readAttributes } from './attribute-check.js';

type CheckedLine = Omit<ImportLineRow, 'importId'>;

/** Whoever imports, and what the organization takes. */
export interface Importer {
  readonly caller: Caller;
  /** Of addresses; none for all. */
  readonly allowedDomains: readonly string[];
  /** By the keys of their names. */
  readonly grants: ReadonlyMap<string, Grant>;
  /** What each group grants, by its name as it is compared. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly definitions: readonly AttributeDefinition[];
}

/** What newcomers are whose line names no role. */
export const usualRole = 'EMPLOYEE';

/**
 * What can be said of a line without looking at who is there already. Password hashes and confirmed
 * addresses are believed of those of the staff alone who have a say in every account: with them, whoever founds an organization
 * could make an account for somebody else's address and get in first.
 */
export function checkLine(
  importer: Importer,
  { line, fields, problem }: ImportRecord,
): CheckedLine {
  if (!fields) return refused(line, null, problem ?? 'is not a JSON object');
  const parsed = importRow.safeParse(fields);
  const email = typeof fields.email === 'string' ? fields.email.slice(0, 320) : null;
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(line, email, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const isStaff = importer.caller.permissions.has('password:reset_any');
  const message = refusalOf(importer, parsed.data, isStaff) ?? groupRefusal(importer, parsed.data);
  if (message !== null) return refused(line, email, message);
  const attributes = readAttributes(importer.definitions, parsed.data.attributes);
  if (typeof attributes === 'string') return refused(line, email, attributes);
  const emailVerified = isStaff && parsed.data.emailVerified;
  const data = { ...parsed.data, attributes, emailVerified };
  const emailKey = accountKey(data.email);
  const { allowedDomains } = importer;
  if (allowedDomains.length > 0 && !allowedDomains.includes(emailKey.split('@').at(-1) ?? ''))
    return refused(line, email, 'email: is of a domain that the organization does not take');
  const usernameKey = data.username === undefined ? null : accountKey(data.username);
  return {
    line,
    email: data.email,
    emailKey,
    usernameKey,
    outcome: 'waiting',
    message: null,
    data,
  };
}

function refusalOf({ caller, grants }: Importer, row: ImportRow, isStaff: boolean): string | null {
  const grant = grants.get(roleNameKey(row.role ?? usualRole));
  if (!grant) return noSuchRole;
  try {
    assertMayGive(caller, grant);
  } catch (error) {
    if (error instanceof AppError) return `role: ${error.message}`;
    throw error;
  }
  if (row.passwordHash === undefined) return null;
  if (!isStaff) return "passwordHash: only the platform's staff may bring one";
  return isImportable(row.passwordHash)
    ? null
    : 'passwordHash: is of an unknown kind, or would take too long to check';
}

/**
 * Whether somebody may have lines done that another's file brought. A role or a group that is gone
 * gives nothing.
 * @throws AppError `forbidden`
 */
export function assertMayTakeOver(
  { caller, grants, groups }: Importer,
  wishes: LineWishes & Pick<ImportsRow, 'onExisting'>,
): void {
  if (wishes.onExisting !== 'skip') assertHolds(caller, ['user:update']);
  for (const name of wishes.roles) {
    const grant = grants.get(roleNameKey(name ?? usualRole));
    if (grant) assertMayGive(caller, grant);
  }
  if (wishes.groups.length > 0) assertHolds(caller, ['groups:manage']);
  for (const name of wishes.groups)
    assertHolds(caller, (groups.get(groupKeyOf(name)) ?? []).filter(isGrantable));
  if (wishes.vouched && !caller.permissions.has('password:reset_any'))
    throw new AppError('forbidden', {
      detail: "Lines bring password hashes or confirmed addresses: only the platform's staff may.",
    });
}

/** As whoever adds somebody to a group by hand: only to one that grants what they hold (attack 25). */
function groupRefusal(
  { caller, groups }: Importer,
  { groups: names = [] }: ImportRow,
): string | null {
  if (names.length > 0 && !caller.permissions.has('groups:manage'))
    return 'groups: only who may manage groups may name some';
  for (const name of names) {
    const granted = groups.get(groupKeyOf(name));
    if (!granted) return `groups: there is no group called ${name}`;
    if (!granted.filter(isGrantable).every((permission) => caller.permissions.has(permission)))
      return `groups: ${name} grants what you do not hold`;
  }
  return null;
}

export const noSuchRole = 'role: the organization has no such role';

const refused = (line: number, email: string | null, message: string): CheckedLine => ({
  line,
  email: email?.toWellFormed().replaceAll('\0', '') ?? null,
  emailKey: null,
  usernameKey: null,
  outcome: 'refused',
  message,
  data: null,
});
