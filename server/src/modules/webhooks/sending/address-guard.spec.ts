import type { lookup } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../platform/config/config.js';
import { AddressGuard } from './address-guard.js';

const guardOf = (ranges = '', resolve?: typeof lookup) =>
  new AddressGuard(loadConfig({ GATEHOUSE_WEBHOOK_ALLOWED_RANGES: ranges }), resolve);

/** A name server that answers with these addresses. */
const answering = (...addresses: string[]) =>
  ((_name: string, _options: object, callback: (error: null, found: object[]) => void) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as unknown as typeof lookup;

const connect = (guard: AddressGuard, all = false) =>
  new Promise<unknown>((resolve, reject) => {
    guard.lookup('receiver.example', { all }, (error, found) =>
      error ? reject(error) : resolve(found),
    );
  });

describe('AddressGuard (attack 36)', () => {
  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])('permits %s', (address) => {
    expect(guardOf().permits(address)).toBe(true);
  });

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '127.0.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
  ])('refuses %s', (address) => {
    expect(guardOf().permits(address)).toBe(false);
  });

  it('permits the ranges that whoever runs it allowed, and no others', () => {
    const guard = guardOf('10.0.0.0/8,fd00::/8');
    expect(guard.permits('10.9.9.9')).toBe(true);
    expect(guard.permits('::ffff:10.9.9.9')).toBe(true);
    expect(guard.permits('fd00::5')).toBe(true);
    expect(guard.permits('192.168.1.1')).toBe(false);
    expect(guard.permits('fe80::1')).toBe(false);
  });

  it('connects to the address that it checked', async () => {
    const guard = guardOf('', answering('93.184.216.34', '93.184.216.35'));
    expect(await connect(guard)).toBe('93.184.216.34');
    expect(await connect(guard, true)).toHaveLength(2);
  });

  it('makes no connection for a name that leads to a private address, even among others', async () => {
    for (const addresses of [['10.0.0.1'], ['93.184.216.34', '::1']])
      await expect(connect(guardOf('', answering(...addresses)))).rejects.toThrow(
        'public internet',
      );
  });
});
