import type { Entitlement } from '@gatehouse/contracts/permissions';

/** What statements by hand select of the view `identity.members`, called `m`. */
export const entitlementColumns = `
  m.role, m.custom_role AS "customRole", m.custom_permissions AS "customPermissions"`;

/** Of somebody who holds more than that, what they are entitled to. */
export const entitlementOf = ({
  role,
  customRole,
  customPermissions,
}: Entitlement): Entitlement => ({ role, customRole, customPermissions });

/** Of somebody who belongs to no organization. */
export const noEntitlement: Entitlement = { role: null, customRole: null, customPermissions: null };
