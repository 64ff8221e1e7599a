import { expect, it } from 'vitest';
import { mayVisit } from './access';

const nobody = { permissions: [], organizationId: null };
const employee = { permissions: [], organizationId: '01a2021b-cd6c-722e-a022-331ed11dd21f' };
const manager = { ...employee, permissions: ['user:read', 'audit:read'] as const };

it('opens pages of one’s own to everybody', () => {
  for (const path of ['/', '/profile', '/security/two-factor', '/keys', '/nowhere'])
    expect(mayVisit(path, nobody), path).toBe(true);
});

it('keeps a page, and those below it, from whoever lacks its permission', () => {
  for (const path of ['/people', '/people/01a2021b', '/audit', '/installation/events']) {
    expect(mayVisit(path, employee), path).toBe(false);
  }
  expect(mayVisit('/people/01a2021b', { ...manager, permissions: ['user:read'] })).toBe(true);
});

it('keeps pages of an organization from whoever is in none', () => {
  const me = { permissions: ['audit:read' as const] };
  expect(mayVisit('/compliance-overview', { ...me, organizationId: null })).toBe(false);
  expect(mayVisit('/compliance-overview', { ...me, organizationId: 'x' })).toBe(true);
});
