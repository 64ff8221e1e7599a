import { expect, it } from 'vitest';
import { callingCodeOf } from './calling-code.js';

it.each([
  ['+12025550123', '1'],
  ['+79161234567', '7'],
  ['+4915112345678', '49'],
  ['+33612345678', '33'],
  ['+35312345678', '353'],
  ['+882161234567', '882'],
  ['+5511987654321', '55'],
])('%s is a number of %s', (number, code) => {
  expect(callingCodeOf(number)).toBe(code);
});
