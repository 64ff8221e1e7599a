import type { z } from 'zod';

/**
 * What a role of an organization may be made of (`noun:verb`), with what each permission allows in
 * words a person reads.
 */
export const permissions = {
  'user:read': 'See the people of the organization',
  'user:create': 'Add people to the organization',
  'user:update': 'Edit people of a lower role',
  'user:deactivate': 'Deactivate and activate people of a lower role',
  'user:delete': 'Delete people of a lower role',
  'password:reset': 'Make people of a lower role choose a new password',
  'factor:reset': 'Take lost second factors away from people of a lower role',
  'session:read': 'See where people of a lower role are signed in, and with what',
  'session:revoke': 'Sign people of a lower role out, and end their API keys',
  'user:impersonate': 'Act for people of a lower role, for a while',
  'role:assign': 'Change the role of people of a lower role',
  'role:manage': 'Make, change and delete custom roles of a lower rank',
  'groups:read': 'See the groups of the organization and who is in them',
  'groups:manage': 'Make, change and delete groups, and decide who is in them',
  'organization:update': 'Change the name and the policies of the organization',
  'audit:read': 'Read the audit trail',
  'service_account:manage': 'See and change service accounts and their API keys',
  'webhook:manage': 'See and change where events are sent',
  'notification:read': 'See what was sent to the people of the organization',
  'notification:send': 'Notify people of the organization',
} as const;

export type Permission = keyof typeof permissions;

/** What the staff of the installation may do, whichever organization it concerns; no role of an organization holds these. */
export const platformPermissions = {
  'security:read': 'See the sign-in attempts, blocks and alerts of the whole installation',
  'security:manage': 'Block addresses, lift delays of sign-ins, set detections and answer alerts',
  'audit:read_all': 'Read the audit trail of every organization',
  'event:read': 'See events that could not be handled',
  'event:retry': 'Have events handled again',
  'template:manage': 'Change the templates of notifications',
  'permission:manage': "Define the permissions of the installation's applications",
  'staff:manage': 'Appoint and dismiss staff of the installation',
  'organization:read_all': 'See every organization, its people and its policies',
  'organization:close_any': 'Close organizations, and open them again',
  'user:impersonate_any': 'Act for people of any organization, for a while',
  'user:read_all': 'See everybody who has an account, where they are signed in and with what',
  'user:deactivate_any': 'Deactivate and activate accounts of people below oneself',
  'password:reset_any': 'Make people below oneself choose a new password',
  'factor:reset_any': 'Take lost second factors away from people below oneself',
  'user:change_address_any':
    'Have people below oneself get another e-mail address, who lost the one they had',
  'session:revoke_any': 'Sign people below oneself out everywhere',
  'user:export_any':
    'Have what is known of people below oneself put together, for those who cannot sign in',
  'user:erase_any': 'Erase people whose accounts are deactivated or deleted',
} as const;

export type PlatformPermission = keyof typeof platformPermissions;
export type AnyPermission = Permission | PlatformPermission;

/** A permission of an application behind the gate, which the staff defines, such as `invoices:approve`. */
export type ApplicationPermission = string & z.$brand<'ApplicationPermission'>;
/** What roles, groups and API keys may be given. */
export type GrantablePermission = Permission | ApplicationPermission;
/** What somebody may hold. */
export type HeldPermission = AnyPermission | ApplicationPermission;

/**
 * First words of names that are Gatehouse's own, now or in modules to come: a permission that an
 * installation defines must never become one of Gatehouse's by an update.
 */
const ownNouns = new Set(
  (
    'api_key audit chat course event factor file gatehouse group invitation learning member ' +
    'message notification organization password payment permission refund request role room ' +
    'search security service_account service_request session staff template user webhook'
  )
    .split(' ')
    .flatMap((noun) => [noun, `${noun}s`]),
);

const applicationForm = /^([a-z][a-z0-9_-]{0,39}):[a-z][a-z0-9_-]{0,39}$/;

/** Whether a name may be that of an application's permission. */
export function isApplicationPermission(name: string): name is ApplicationPermission {
  const noun = applicationForm.exec(name)?.[1];
  return noun !== undefined && !ownNouns.has(noun);
}

/** Built-in roles of an organization, highest first (C17). */
export const roles = ['BOSS', 'MANAGER', 'EMPLOYEE'] as const;
export type Role = (typeof roles)[number];

/** Whether a role's key is that of a built-in role. */
export const isBuiltIn = (key: string): key is Role => roles.some((role) => role === key);

/** What each built-in role may do. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  BOSS: Object.keys(permissions) as Permission[],
  MANAGER: [
    'user:read',
    'user:create',
    'user:update',
    'user:deactivate',
    'user:delete',
    'password:reset',
    'factor:reset',
    'session:read',
    'session:revoke',
    'groups:read',
    'audit:read',
    'notification:read',
    'notification:send',
  ],
  EMPLOYEE: [],
};

/** Roles that the console offers ready-made: an organization may take one over and change it. */
export const roleTemplates = [
  {
    name: 'Auditor',
    description: 'Reads the audit trail and who is who, and changes nothing.',
    // Of managers, whom an auditor looks at too, none may then take the role away.
    rank: 'MANAGER',
    permissions: ['user:read', 'audit:read'],
  },
] as const satisfies readonly {
  readonly name: string;
  readonly description: string;
  readonly rank: Role;
  readonly permissions: readonly Permission[];
}[];

/** Staff of the installation (C18), highest first; auditors read, and change nothing. */
export const platformRoles = ['super_admin', 'admin', 'auditor'] as const;
export type PlatformRole = (typeof platformRoles)[number];

/** What each platform role may do. */
export const platformRolePermissions: Record<PlatformRole, readonly PlatformPermission[]> = {
  super_admin: Object.keys(platformPermissions) as PlatformPermission[],
  admin: [
    'security:read',
    'security:manage',
    'audit:read_all',
    'event:read',
    'event:retry',
    'template:manage',
    'organization:read_all',
    'user:impersonate_any',
    'user:read_all',
    'user:deactivate_any',
    'password:reset_any',
    'factor:reset_any',
    'session:revoke_any',
  ],
  auditor: [
    'security:read',
    'audit:read_all',
    'event:read',
    'organization:read_all',
    'user:read_all',
  ],
};

/** Higher number, higher rank; 0 for everybody who is not staff. */
export const platformRank = (role: PlatformRole | null): number =>
  role === null ? 0 : platformRoles.length - platformRoles.indexOf(role);

/** How an account stands to the installation. */
export interface Staff {
  /** Null for everybody who is not staff. */
  readonly platformRole: PlatformRole | null;
}

/** How long sessions of an organization last. */
export const sessionPresets = ['standard', 'strict'] as const;
export type SessionPreset = (typeof sessionPresets)[number];

/** Second factors that an organization may accept from a role. */
export const acceptableFactors = ['passkey', 'totp', 'sms_code', 'email_code'] as const;
export type AcceptableFactor = (typeof acceptableFactors)[number];

/** What a membership entitles to, and what the organization asks for it. */
export interface Entitlement {
  /** Built-in role, or the one whose rank a custom role has; null without an organization. */
  readonly role: Role | null;
  readonly customRole: { readonly id: string; readonly name: string } | null;
  /** Of a custom role; null where the built-in role decides. */
  readonly customPermissions: readonly string[] | null;
  /** The groups of the organization that the person is in, by name. */
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  /** What these groups let the person do beside the role. */
  readonly groupPermissions: readonly string[];
  /** Permissions of applications that the person holds, by role and by groups. */
  readonly applicationPermissions: readonly ApplicationPermission[];
  /** The organization asks this role for a second factor, also where the product does not. */
  readonly secondFactorRequired: boolean;
  /** The second factors that the organization accepts from this role; null for any. */
  readonly acceptedFactors: readonly AcceptableFactor[] | null;
  readonly sessionPreset: SessionPreset;
}

const builtIn: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  BOSS: new Set(rolePermissions.BOSS),
  MANAGER: new Set(rolePermissions.MANAGER),
  EMPLOYEE: new Set(rolePermissions.EMPLOYEE),
};
const none: ReadonlySet<Permission> = new Set();

/** Whether a name is in the catalogue. */
export const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name);

/** Whether roles, groups and API keys may be given what has this name. */
export const isGrantable = (name: string): name is GrantablePermission =>
  isPermission(name) || isApplicationPermission(name);

/** Whether a name is in the catalogue of an organization's permissions, or of the staff's. */
export const isAnyPermission = (name: string): name is AnyPermission =>
  isPermission(name) || Object.hasOwn(platformPermissions, name);

/** What decides what a membership lets its holder do. */
export type Rights = Pick<
  Entitlement,
  'role' | 'customPermissions' | 'groupPermissions' | 'applicationPermissions'
>;

/** What a membership lets its holder do; a permission that the catalogue no longer has is not among it. */
export function permissionsOf({
  role,
  customPermissions,
  groupPermissions,
  applicationPermissions,
}: Rights): ReadonlySet<GrantablePermission> {
  const own = rolesOwn(role, customPermissions);
  const more = [...groupPermissions.filter(isPermission), ...applicationPermissions];
  return more.length === 0 ? own : new Set([...own, ...more]);
}

function rolesOwn(
  role: Role | null,
  customPermissions: readonly string[] | null,
): ReadonlySet<Permission> {
  if (customPermissions) return new Set(customPermissions.filter(isPermission));
  return role === null ? none : builtIn[role];
}

/** What a session lets its caller do, as a member of its organization and as staff. */
export function sessionPermissions(session: Rights & Staff): ReadonlySet<HeldPermission> {
  const own = permissionsOf(session);
  if (session.platformRole === null) return own;
  const ofStaff = platformRolePermissions[session.platformRole];
  const held = new Set<HeldPermission>([...own, ...ofStaff]);
  // Whoever may read every trail may read one.
  return held.has('audit:read_all') ? held.add('audit:read') : held;
}

/** Roles whose holders must have a second factor before their token opens anything else (C19). */
export const rolesRequiringSecondFactor: readonly Role[] = ['BOSS', 'MANAGER'];

/** Whether whoever holds this needs a second factor; staff always do. */
export const requiresSecondFactor = ({
  role,
  secondFactorRequired,
  platformRole = null,
}: Pick<Entitlement, 'role' | 'secondFactorRequired'> & Partial<Staff>): boolean =>
  secondFactorRequired ||
  platformRole !== null ||
  (role !== null && rolesRequiringSecondFactor.includes(role));

/** Higher number, higher rank. */
export const roleRank = (role: Role): number => roles.length - roles.indexOf(role);
