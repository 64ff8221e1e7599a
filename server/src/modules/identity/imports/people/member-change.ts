import type { ImportRow } from '@gatehouse/contracts/identity/imports';
import type {
  AttributeDefinition,
  AttributeValues,
} from '@gatehouse/contracts/identity/profiles/attributes';
import { mostGroupsOfOne } from '../../groups/group-members.service.js';
import { isBelow } from '../../roles/grants.js';
import type { Grant } from '../../roles/grants.service.js';
import type { Member } from '../../users/account.js';
import { lackOf, readAttributes } from '../checking/attribute-check.js';
import type { ImportsRow } from '../imports.table.js';
import type { GrantedLine } from './line-results.js';

/** What a line changes of a member. */
export interface Change {
  readonly names: Partial<Pick<ImportRow, 'firstName' | 'lastName'>> | null;
  readonly grant: Grant | null;
  /** All of theirs after the change; null where nothing of them changes. */
  readonly attributes: AttributeValues | null;
  /** Groups that they come into. */
  readonly groups: GrantedLine['groups'];
  readonly isNone: boolean;
  /** What is left as it is although the line says otherwise. */
  readonly message: string | null;
}

/**
 * What a line may change of a member: as an administrator may by hand, people below the importer,
 * the names only of accounts that are the organization's alone (C17). What somebody signs in with
 * is never changed, and what a line does not name stays: other attributes, and other groups.
 * @returns why it may not.
 */
export function changeOf(
  { rank, mayAssign }: ImportsRow,
  definitions: readonly AttributeDefinition[],
  member: Member,
  { line: { data }, grant, groups: given }: GrantedLine,
): Change | string {
  const names = namesOf(member, data);
  const moves = data.role !== undefined && !holds(member, grant);
  const attributes = attributesOf(definitions, member, data);
  const groups = given.filter(({ id }) => !member.groups.some((group) => group.id === id));
  const isKnownAs = attributes === null && groups.length === 0;
  if (!names && !moves && isKnownAs) return nothing;
  if (member.isPrimaryAdmin || !isBelow({ role: rank }, member.role))
    return 'email: is of somebody whose role is not below your own';
  if (moves && !mayAssign) return 'role: you may not change the role of members';
  if (typeof attributes === 'string') return attributes;
  if (groups.length > 0 && member.groups.length + groups.length > mostGroupsOfOne)
    return `groups: one person is in ${mostGroupsOfOne} groups at most`;
  const isRenamed = names !== null && member.ownedByOrganization;
  return {
    names: isRenamed ? names : null,
    grant: moves ? grant : null,
    attributes,
    groups,
    isNone: !isRenamed && !moves && isKnownAs,
    message:
      names && !isRenamed ? 'the names stay: the account is not of your organization alone' : null,
  };
}

const nothing: Change = {
  names: null,
  grant: null,
  attributes: null,
  groups: [],
  isNone: true,
  message: null,
};

const holds = ({ role, customRole }: Member, grant: Grant): boolean =>
  role === grant.role && (customRole?.id ?? null) === grant.customRoleId;

function namesOf(member: Member, { firstName, lastName }: ImportRow): Change['names'] {
  const names = {
    ...(member.firstName === firstName ? {} : { firstName }),
    ...(member.lastName === lastName ? {} : { lastName }),
  };
  return Object.keys(names).length === 0 ? null : names;
}

/** Looked at again: what is defined may have changed since the file came. */
function attributesOf(
  definitions: readonly AttributeDefinition[],
  { attributes: before }: Member,
  { attributes: given }: ImportRow,
): AttributeValues | string | null {
  if (Object.entries(given).every(([key, value]) => before[key] === value)) return null;
  const read = readAttributes(definitions, given);
  if (typeof read === 'string') return read;
  const after = { ...before, ...read };
  return lackOf(definitions, after) ?? after;
}
