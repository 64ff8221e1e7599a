import type { Permission } from '@gatehouse/contracts/permissions';

/** How somebody is written to. */
export interface Contact {
  readonly email: string;
  readonly firstName: string;
}

/** People, for modules that show what somebody did or have to tell somebody. */
export abstract class UserDirectory {
  /** Full names by id, also of people who left; whoever is unknown or was erased is missing. */
  abstract namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;

  /** Members of an organization who may do something and can be written to; the 50 longest in it. */
  abstract contactsOf(organizationId: string, permission: Permission): Promise<readonly Contact[]>;
}
