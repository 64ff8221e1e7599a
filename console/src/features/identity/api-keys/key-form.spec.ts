import { describe, expect, it } from 'vitest';
import { keyForm } from './key-form';

const fields = {
  name: 'CI',
  environment: 'live',
  scopes: ['user:read'],
  allowedAddresses: '',
  expiresInDays: '',
  requestsPerMinute: '',
};

describe('the form of a new API key', () => {
  it('takes addresses by line, space or comma, and no expiry for an empty choice', () => {
    const text = '192.0.2.7\n198.51.100.0/24, 2001:db8::/32 ';
    expect(keyForm.parse({ ...fields, allowedAddresses: text })).toEqual({
      name: 'CI',
      environment: 'live',
      scopes: ['user:read'],
      requestsPerMinute: null,
      allowedAddresses: ['192.0.2.7', '198.51.100.0/24', '2001:db8::/32'],
    });
    expect(keyForm.parse({ ...fields, expiresInDays: '30' }).expiresInDays).toBe(30);
    expect(keyForm.parse({ ...fields, requestsPerMinute: ' 60 ' }).requestsPerMinute).toBe(60);
  });

  it('says which field is wrong', () => {
    const { error } = keyForm.safeParse({
      ...fields,
      scopes: [],
      allowedAddresses: 'here, 192.0.2.7',
    });
    expect(error?.issues.map(({ path }) => path[0])).toEqual(['scopes', 'allowedAddresses']);
  });
});
