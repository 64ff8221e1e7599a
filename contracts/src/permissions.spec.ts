import { describe, expect, it } from 'vitest';
import { isApplicationPermission, permissions, platformPermissions } from './permissions.js';

describe('a permission of an application', () => {
  it.each(['invoices:approve', 'a:b', 'time-sheets:sign_off', 'x9:y9'])('may be %s', (name) => {
    expect(isApplicationPermission(name)).toBe(true);
  });

  it.each(['', 'invoices', 'Invoices:approve', 'invoices:', ':approve', 'a:b:c', 'a b:c', '9a:b'])(
    'may not be “%s”',
    (name) => expect(isApplicationPermission(name)).toBe(false),
  );

  it.each(['user:approve', 'users:read', 'payments:refund', 'gatehouse:anything'])(
    'may not be %s, whose first word is of Gatehouse',
    (name) => expect(isApplicationPermission(name)).toBe(false),
  );

  // Else an installation may have defined what becomes Gatehouse's own by an update.
  it('has a first word that no permission of Gatehouse has', () => {
    const own = Object.keys({ ...permissions, ...platformPermissions });
    const wrong = own
      .map((name) => name.replace(/:.*/, ':invented'))
      .filter(isApplicationPermission);
    expect(wrong).toEqual([]);
  });
});
