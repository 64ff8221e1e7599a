import type { RoleKey } from '@gatehouse/contracts/identity/roles';

/** Who of an organization is meant: everybody, whoever has a role or is in a group, and some people. */
export interface Audience {
  readonly everybody: boolean;
  readonly roles: readonly RoleKey[];
  readonly groupIds: readonly string[];
  readonly userIds: readonly string[];
}

/** People of an organization by what they have in common, for modules that have to tell many of them. */
export abstract class Audiences {
  /** Whether all people, roles and groups that an audience names belong to the organization. */
  abstract knows(organizationId: string, audience: Audience): Promise<boolean>;

  /** How many people an audience is, each counted once. */
  abstract count(organizationId: string, audience: Audience): Promise<number>;

  /** The first ids of an audience after one of them, in their order, each once. */
  abstract list(
    organizationId: string,
    audience: Audience,
    limit: number,
    afterId?: string,
  ): Promise<readonly string[]>;
}
