import { type ImportRow, importRow } from '@gatehouse/contracts/identity/imports';
import type { AttributeDefinition } from '@gatehouse/contracts/identity/profiles/attributes';
import { isGrantable } from '@gatehouse/contracts/permissions';
import type { Caller } from '../../../../platform/http/caller.js';
import { isImportable } from '../../../../platform/crypto/password-hash.js';
import { AppError } from '../../../../kernel/error.js';
import { groupKeyOf } from '../../groups/group.js';
import type { GroupRow } from '../../groups/groups.table.js';
import { assertHolds } from '../../roles/grants.js';
import { assertMayGive, type Grant } from '../../roles/grants.service.js';
import { roleNameKey } from '../../roles/role-definition.js';
import { accountKey } from '../../users/account-key.js';
import type { LineWishes } from '../import-lines.repository.js';
import type { ImportLineRow, ImportsRow } from '../imports.table.js';
import type { ImportRecord } from '../reading/import-records.js';
import { readAttributes } from './attribute-check.js';

type CheckedLine = Omit<ImportLineRow, 'importId'>;

/** Whoever gives people roles and groups by a file, and what there is to give. */
export interface Giver {
  readonly caller: Pick<Caller, 'role' | 'permissions'>;
  /** By the keys of their names. */
  readonly grants: ReadonlyMap<string, Grant>;
  /** By their names as they are compared. */
  readonly groups: ReadonlyMap<string, GroupRow>;
}

/** Whoever imports, and what the organization takes. */
export interface Importer extends Giver {
  /** Of addresses; none for all. */
  readonly allowedDomains: readonly string[];
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
  const message = giftRefusal(importer, parsed.data);
  if (message !== null) return refused(line, email, message);
  const attributes = readAttributes(importer.definitions, parsed.data.attributes);
  if (typeof attributes === 'string') return refused(line, email, attributes);
  const emailVerified = isStaff(importer) && parsed.data.emailVerified;
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

const isStaff = ({ caller }: Giver): boolean => caller.permissions.has('password:reset_any');

/** Why somebody may not give what a line says; null where they may. */
export const giftRefusal = (giver: Giver, row: ImportRow): string | null =>
  roleRefusal(giver, row) ?? hashRefusal(giver, row) ?? groupRefusal(giver, row);

function roleRefusal({ caller, grants }: Giver, row: ImportRow): string | null {
  const grant = grants.get(roleNameKey(row.role ?? usualRole));
  if (!grant) return noSuchRole;
  try {
    assertMayGive(caller, grant);
    return null;
  } catch (error) {
    if (error instanceof AppError) return `role: ${error.message}`;
    throw error;
  }
}

function hashRefusal(giver: Giver, row: ImportRow): string | null {
  if (row.passwordHash === undefined) return null;
  if (!isStaff(giver)) return "passwordHash: only the platform's staff may bring one";
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
  giver: Giver,
  wishes: LineWishes & Pick<ImportsRow, 'onExisting'>,
): void {
  const { caller, grants, groups } = giver;
  if (wishes.onExisting !== 'skip') assertHolds(caller, ['user:update']);
  for (const name of wishes.roles) {
    const grant = grants.get(roleNameKey(name ?? usualRole));
    if (grant) assertMayGive(caller, grant);
  }
  if (wishes.groups.length > 0) assertHolds(caller, ['groups:manage']);
  for (const name of wishes.groups)
    assertHolds(caller, (groups.get(groupKeyOf(name))?.permissions ?? []).filter(isGrantable));
  if (wishes.vouched && !isStaff(giver))
    throw new AppError('forbidden', {
      detail: "Lines bring password hashes or confirmed addresses: only the platform's staff may.",
    });
}

/** As whoever adds somebody to a group by hand: only to one that grants what they hold (attack 25). */
function groupRefusal({ caller, groups }: Giver, { groups: names = [] }: ImportRow): string | null {
  if (names.length > 0 && !caller.permissions.has('groups:manage'))
    return 'groups: only who may manage groups may name some';
  for (const name of names) {
    const group = groups.get(groupKeyOf(name));
    if (!group) return `groups: there is no group called ${name}`;
    if (
      !group.permissions
        .filter(isGrantable)
        .every((permission) => caller.permissions.has(permission))
    )
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
