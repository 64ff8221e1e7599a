import { describe, expect, it } from 'vitest';
import { rolePermissions, type Role } from '@gatehouse/contracts/permissions';
import { actionsFor, grantableRoles } from './rules';

const me = (role: Role) => ({ id: 'me', role, permissions: [...rolePermissions[role]] });
const person = (role: Role | null, isActive = true) => ({ id: 'other', role, isActive });

describe('what the people page offers', () => {
  it('offers an owner everything on managers and employees, and nothing on other owners', () => {
    expect(actionsFor(me('BOSS'), person('MANAGER'))).toEqual([
      'edit',
      'role',
      'deactivate',
      'delete',
    ]);
    expect(actionsFor(me('BOSS'), person('BOSS'))).toEqual([]);
  });

  it('offers a manager no change of roles', () => {
    expect(actionsFor(me('MANAGER'), person('EMPLOYEE', false))).toEqual([
      'edit',
      'activate',
      'delete',
    ]);
    expect(actionsFor(me('MANAGER'), person('MANAGER'))).toEqual([]);
  });

  it('offers nobody anything on themselves', () => {
    expect(actionsFor(me('BOSS'), { id: 'me', role: 'EMPLOYEE', isActive: true })).toEqual([]);
  });

  it("lets roles below one's own be given", () => {
    expect(grantableRoles(me('BOSS'))).toEqual(['MANAGER', 'EMPLOYEE']);
    expect(grantableRoles(me('MANAGER'))).toEqual(['EMPLOYEE']);
    expect(grantableRoles(me('EMPLOYEE'))).toEqual([]);
  });
});
