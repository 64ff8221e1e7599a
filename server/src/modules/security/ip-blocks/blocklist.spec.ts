import { describe, expect, it } from 'vitest';
import { Blocklist, forGood, overlap } from './blocklist.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const soon = new Date(now + 60_000);

describe('a blocklist', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7/32', true],
    ['198.51.100.8', '198.51.100.7/32', false],
    ['::ffff:198.51.100.7', '198.51.100.7/32', true],
    ['203.0.113.200', '203.0.113.0/24', true],
    ['203.0.112.200', '203.0.113.0/24', false],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64', true],
    ['2001:db8:1:3::1', '2001:db8:1:2::/64', false],
    ['1.2.3.4', '0.0.0.0/0', true],
    ['::1', '0.0.0.0/0', false],
    ['not an address', '0.0.0.0/0', false],
  ])('%s within %s: %s', (address, network, blocked) => {
    const list = new Blocklist([{ network, endsAt: null }], []);
    for (let look = 0; look < 2; look += 1)
      expect(list.endOf(address, now)).toBe(blocked ? forGood : null);
  });

  it('lets in again when the block is over, without being told', () => {
    const list = new Blocklist([{ network: '198.51.100.7/32', endsAt: soon }], []);
    expect(list.endOf('198.51.100.7', now)).toBe(soon.getTime());
    expect(list.endOf('198.51.100.7', soon.getTime())).toBeNull();
    expect(list.count(now)).toBe(1);
    expect(list.count(soon.getTime())).toBe(0);
  });

  it('never blocks what is allowed, and allows a range only as a whole', () => {
    const list = new Blocklist(
      [{ network: '198.51.100.0/24', endsAt: null }],
      ['198.51.100.64/26'],
    );
    expect(list.endOf('198.51.100.65', now)).toBeNull();
    expect(list.endOf('198.51.100.1', now)).toBe(forGood);
    expect(list.allows('198.51.100.64/27')).toBe(true);
    expect(list.allows('198.51.100.0/24')).toBe(false);
  });

  it('stays small however many addresses it is asked about', () => {
    const list = new Blocklist([{ network: '10.0.0.0/8', endsAt: null }], []);
    for (let index = 0; index < 30_000; index += 1)
      list.endOf(`172.16.${index >> 8}.${index & 255}`, now);
    expect(list.endOf('10.1.2.3', now)).toBe(forGood);
  });

  it('knows which ranges share an address', () => {
    expect(overlap('203.0.113.5', '203.0.113.0/24')).toBe(true);
    expect(overlap('203.0.113.0/24', '203.0.113.5')).toBe(true);
    expect(overlap('203.0.113.0/25', '203.0.113.128/25')).toBe(false);
    expect(overlap('::/0', '127.0.0.1')).toBe(false);
  });
});
