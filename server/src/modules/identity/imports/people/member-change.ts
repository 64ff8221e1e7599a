import type { ImportRow } from '@gatehouse/contracts/identity/imports';
import { isBelow } from '../../roles/grants.js';
import type { Grant } from '../../roles/grants.service.js';
import type { Member } from '../../users/account.js';
import type { ImportsRow } from '../imports.table.js';
import type { GrantedLine } from './line-results.js';

/** What a line changes of a member. */
export interface Change {
  readonly names: Partial<Pick<ImportRow, 'firstName' | 'lastName'>> | null;
  readonly grant: Grant | null;
  readonly isNone: boolean;
  /** What is left as it is although the line says otherwise. */
  readonly message: string | null;
}

/**
 * What a line may change of a member: as an administrator may by hand, people below the importer,
 * the names only of accounts that are the organization's alone (C17). What somebody signs in with
 * is never changed.
 * @returns why it may not.
 */
export function changeOf(
  { rank, mayAssign }: ImportsRow,
  member: Member,
  { line: { data }, grant }: GrantedLine,
): Change | string {
  const names = namesOf(member, data);
  const moves = data.role !== undefined && !holds(member, grant);
  if (!names && !moves) return { names: null, grant: null, isNone: true, message: null };
  if (member.isPrimaryAdmin || !isBelow({ role: rank }, member.role))
    return 'email: is of somebody whose role is not below your own';
  if (moves && !mayAssign) return 'role: you may not change the role of members';
  const isRenamed = names !== null && member.ownedByOrganization;
  return {
    names: isRenamed ? names : null,
    grant: moves ? grant : null,
    isNone: !isRenamed && !moves,
    message:
      names && !isRenamed ? 'the names stay: the account is not of your organization alone' : null,
  };
}

const holds = ({ role, customRole }: Member, grant: Grant): boolean =>
  role === grant.role && (customRole?.id ?? null) === grant.customRoleId;

function namesOf(member: Member, { firstName, lastName }: ImportRow): Change['names'] {
  const names = {
    ...(member.firstName === firstName ? {} : { firstName }),
    ...(member.lastName === lastName ? {} : { lastName }),
  };
  return Object.keys(names).length === 0 ? null : names;
}
