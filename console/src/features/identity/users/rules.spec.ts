import { describe, expect, it } from 'vitest';
import { rolePermissions, type Role } from '@gatehouse/contracts/permissions';
import { actionsFor, bulkActionsFor, grantableRoles } from './rules';

const me = (role: Role) => ({ id: 'me', role, permissions: [...rolePermissions[role]] });
const person = (role: Role | null, isActive = true) => ({
  id: 'other',
  role,
  isActive,
  emailVerified: true,
  isPrimaryAdmin: false,
  platformRole: null,
  isServiceAccount: false,
  jobTitle: null,
  phone: null,
  pictureUrl: null,
  twoFactorEnabled: false,
  ownedByOrganization: true,
});

describe('what the people page offers', () => {
  it('offers an owner everything on managers and employees, and other owners only a lower role', () => {
    expect(actionsFor(me('BOSS'), person('MANAGER'))).toEqual([
      'edit',
      'role',
      'sessions',
      'resetPassword',
      'impersonate',
      'deactivate',
      'delete',
      'promote',
      'transfer',
    ]);
    expect(actionsFor(me('BOSS'), person('BOSS'))).toEqual(['demote']);
  });

  it('offers nobody the primary admin, and no ownership for whoever cannot sign in', () => {
    const primary = { ...person('BOSS'), isPrimaryAdmin: true };
    expect(actionsFor(me('BOSS'), primary)).toEqual([]);
    const invited = { ...person('EMPLOYEE'), emailVerified: false };
    expect(actionsFor(me('BOSS'), invited)).not.toContain('promote');
  });

  it('offers a manager no change of roles', () => {
    expect(actionsFor(me('MANAGER'), person('EMPLOYEE', false))).toEqual([
      'edit',
      'sessions',
      'activate',
      'delete',
    ]);
    const enrolled = { ...person('EMPLOYEE'), twoFactorEnabled: true };
    expect(actionsFor(me('MANAGER'), enrolled)).toContain('resetFactors');
    expect(actionsFor(me('MANAGER'), enrolled)).not.toContain('impersonate');
    expect(actionsFor(me('MANAGER'), person('MANAGER'))).toEqual([]);
  });

  it('offers what a program has: no profile, no sessions and no password', () => {
    const program = { ...person('EMPLOYEE'), emailVerified: false, isServiceAccount: true };
    expect(actionsFor(me('BOSS'), program)).toEqual(['role', 'deactivate', 'delete']);
    expect(actionsFor(me('MANAGER'), program)).toEqual(['deactivate', 'delete']);
  });

  it('offers nothing on many at once to whoever only reads', () => {
    const auditor = { ...me('MANAGER'), permissions: ['user:read', 'audit:read'] as const };
    expect(bulkActionsFor({ ...auditor, permissions: [...auditor.permissions] })).toEqual([]);
    expect(bulkActionsFor(me('MANAGER'))).toContain('deactivate');
  });

  it("offers no action on an account that is not the organization's alone", () => {
    const guest = { ...person('EMPLOYEE'), ownedByOrganization: false, twoFactorEnabled: true };
    expect(actionsFor(me('MANAGER'), guest)).toEqual(['sessions', 'delete']);
    const staff = { ...guest, platformRole: 'admin' as const };
    expect(actionsFor(me('BOSS'), staff)).not.toContain('impersonate');
  });

  it('offers to remove a picture where there is one', () => {
    const pictured = { ...person('EMPLOYEE'), pictureUrl: '/api/v1/pictures/x' };
    expect(actionsFor(me('MANAGER'), pictured)).toContain('removePicture');
    expect(actionsFor(me('MANAGER'), person('EMPLOYEE'))).not.toContain('removePicture');
  });

  it('offers nobody anything on themselves', () => {
    expect(actionsFor(me('BOSS'), { ...person('EMPLOYEE'), id: 'me' })).toEqual([]);
  });

  it("lets roles below one's own be given", () => {
    expect(grantableRoles(me('BOSS'))).toEqual(['MANAGER', 'EMPLOYEE']);
    expect(grantableRoles(me('MANAGER'))).toEqual(['EMPLOYEE']);
    expect(grantableRoles(me('EMPLOYEE'))).toEqual([]);
  });
});
