import { expect, it } from 'vitest';
import { countryOf } from './country.js';

it.each([
  ['+12025550123', 'US'],
  ['+16045550123', 'CA'],
  ['+18765550123', 'JM'],
  ['+79161234567', 'RU'],
  ['+77012345678', 'KZ'],
  ['+4915112345678', 'DE'],
  ['+447797123456', 'JE'],
  ['+35312345678', 'IE'],
  ['+882161234567', '882'],
  ['+9991234567', 'unknown'],
])('%s is a number of %s', (number, country) => {
  expect(countryOf(number)).toBe(country);
});
