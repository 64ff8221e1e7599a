import { expect, it } from 'vitest';
import { networkOf } from './network.js';

it.each([
  ['198.51.100.77', '198.51.100.0/24'],
  ['::ffff:198.51.100.77', '198.51.100.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['nowhere', 'nowhere'],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
