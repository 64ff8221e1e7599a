import { type BulkAction, bulkActions } from '@gatehouse/contracts/identity/administration';
import type { Profile } from '@gatehouse/contracts/identity/profile';
import type { Member, User } from '@gatehouse/contracts/identity/user';
import { roleRank, roles, type Permission, type Role } from '@gatehouse/contracts/permissions';

type Me = Pick<Profile, 'id' | 'role' | 'permissions'>;

const rankOf = (role: Role | null): number => (role === null ? 0 : roleRank(role));

/** Nobody manages themselves, an equal or a superior (C17); the server decides, this only hides. */
export const mayManage = (me: Me, person: Pick<User, 'id' | 'role'>): boolean =>
  person.id !== me.id && rankOf(me.role) > rankOf(person.role);

/** Roles that I can give: those below my own. */
export const grantableRoles = (me: Me): Role[] =>
  roles.filter((role) => rankOf(role) < rankOf(me.role));

const bulkOrder: readonly BulkAction[] = [
  'end_sessions',
  'reset_password',
  'deactivate',
  'activate',
  'delete',
];

/** What I may do to many at once. */
export const bulkActionsFor = (me: Me): BulkAction[] =>
  bulkOrder.filter((action) => me.permissions.includes(bulkActions[action]));

const personActions = {
  edit: 'user:update',
  role: 'role:assign',
  deactivate: 'user:deactivate',
  activate: 'user:deactivate',
  sessions: 'session:read',
  removePicture: 'user:update',
  resetPassword: 'password:reset',
  resetFactors: 'factor:reset',
  impersonate: 'user:impersonate',
  delete: 'user:delete',
  promote: 'role:assign',
  transfer: 'role:assign',
  demote: 'role:assign',
} as const satisfies Record<string, Permission>;

export type PersonAction = keyof typeof personActions;

type Person = Pick<
  Member,
  | 'id'
  | 'role'
  | 'isActive'
  | 'emailVerified'
  | 'isPrimaryAdmin'
  | 'platformRole'
  | 'isServiceAccount'
  | 'twoFactorEnabled'
  | 'ownedByOrganization'
  | 'pictureUrl'
>;

/** What only an owner does: decide who else is one. */
const ownerActions = (me: Me, person: Person): PersonAction[] => {
  if (me.role !== 'BOSS' || person.id === me.id) return [];
  if (person.role === 'BOSS') return person.isPrimaryAdmin ? [] : ['demote'];
  return person.isActive && person.emailVerified ? ['promote', 'transfer'] : [];
};

/** Nobody acts for staff, or for who cannot sign in. */
const acting = ({ isActive, platformRole }: Person): PersonAction[] =>
  isActive && platformRole === null ? ['impersonate'] : [];

/** What only somebody who can sign in needs. */
const resets = ({ isActive, twoFactorEnabled }: Person): PersonAction[] => {
  if (!isActive) return [];
  return ['resetPassword', ...(twoFactorEnabled ? (['resetFactors'] as const) : [])];
};

const managing = (person: Person): PersonAction[] => {
  const ending = [person.isActive ? 'deactivate' : 'activate', 'delete'] as const;
  // A program has neither a profile nor sessions.
  if (person.isServiceAccount) return ['role', ...ending];
  // Of an account that is not the organization's alone, it decides on the membership.
  if (!person.ownedByOrganization) return ['role', 'sessions', ...acting(person), 'delete'];
  return [
    'edit',
    'role',
    'sessions',
    ...(person.pictureUrl === null ? [] : (['removePicture'] as const)),
    ...resets(person),
    ...acting(person),
    ...ending,
  ];
};

/** What I may do to this person, in the order of the menu. */
export const actionsFor = (me: Me, person: Person): PersonAction[] => {
  const below = mayManage(me, person) ? managing(person) : [];
  return [...below, ...ownerActions(me, person)].filter((action) =>
    me.permissions.includes(personActions[action]),
  );
};
