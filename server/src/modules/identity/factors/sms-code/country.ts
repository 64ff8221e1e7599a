import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Loaded with the first number: its tables cost memory that an installation without SMS never needs. */
const phoneNumbers = () =>
  require('libphonenumber-js/max') as typeof import('libphonenumber-js/max');

/**
 * The country of an E.164 number, such as DE of +4915112345678 (ISO 3166-1); where no single country
 * has the number, such as those of satellites, its calling code.
 */
export function countryOf(number: string): string {
  const parsed = phoneNumbers().parsePhoneNumberFromString(number);
  return parsed?.country ?? parsed?.countryCallingCode ?? 'unknown';
}
