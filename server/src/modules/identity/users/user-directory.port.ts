import type { Permission, PlatformPermission } from '@gatehouse/contracts/permissions';

/** How somebody is written to. */
export interface Contact {
  readonly email: string;
  readonly firstName: string;
  /** Language that they chose, else that of the organization they are asked for in, if any. */
  readonly locale: string | null;
}

/** Somebody, and all the ways to reach them. */
export interface Reachable extends Contact {
  readonly userId: string;
  readonly lastName: string;
  readonly emailVerified: boolean;
  /** E.164 number that its owner has confirmed. */
  readonly phone: string | null;
  readonly isActive: boolean;
}

/** People, for modules that show what somebody did or have to tell somebody. */
export abstract class UserDirectory {
  /** Full names by id, also of people who left; whoever is unknown or was erased is missing. */
  abstract namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** Members of an organization who may do something and can be written to; the 50 longest in it. */
  abstract contactsOf(
    organizationId: string,
    permission: Permission,
  ): Promise<readonly Reachable[]>;

  /** How people are reached; whoever is unknown, deleted or erased is missing. */
  abstract contactOf(userIds: readonly string[]): Promise<readonly Reachable[]>;

  /** Active staff of the installation who may do something; the 50 longest there. */
  abstract staffContacts(permission: PlatformPermission): Promise<readonly Reachable[]>;

  /** Those of some people who are active staff of the installation and may do something. */
  abstract staffAmong(
    userIds: readonly string[],
    permission: PlatformPermission,
  ): Promise<ReadonlySet<string>>;

  /** Those of some people who belong to an organization. */
  abstract membersAmong(
    organizationId: string,
    userIds: readonly string[],
  ): Promise<ReadonlySet<string>>;
}
