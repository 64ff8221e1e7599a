import type { Entitlement } from '@gatehouse/contracts/permissions';

/** What statements by hand select of the view `identity.members`, joined from the left and called `m`. */
export const entitlementColumns = `
  m.role, m.custom_role AS "customRole", m.custom_permissions AS "customPermissions",
  coalesce(m.groups, '[]') AS "groups", coalesce(m.group_permissions, '{}') AS "groupPermissions",
  coalesce(m.application_permissions, '{}') AS "applicationPermissions",
  coalesce(m.second_factor_required, false) AS "secondFactorRequired",
  m.accepted_factors AS "acceptedFactors",
  coalesce(m.session_preset, 'standard') AS "sessionPreset"`;

/** For the same statements, with the person called `u`: whether a second factor is on that counts. */
export const acceptedFactorEnabled = `
  EXISTS (SELECT FROM identity.enrolled_factors f
          WHERE f.user_id = u.id AND coalesce(m.accepted_factors ? f.method, true))`;

/** Of somebody who holds more than that, what they are entitled to. */
export const entitlementOf = (holder: Entitlement): Entitlement => ({
  role: holder.role,
  customRole: holder.customRole,
  customPermissions: holder.customPermissions,
  groups: holder.groups,
  groupPermissions: holder.groupPermissions,
  applicationPermissions: holder.applicationPermissions,
  secondFactorRequired: holder.secondFactorRequired,
  acceptedFactors: holder.acceptedFactors,
  sessionPreset: holder.sessionPreset,
});

/** Of somebody who belongs to no organization. */
export const noEntitlement: Entitlement = {
  role: null,
  customRole: null,
  customPermissions: null,
  groups: [],
  groupPermissions: [],
  applicationPermissions: [],
  secondFactorRequired: false,
  acceptedFactors: null,
  sessionPreset: 'standard',
};
