import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * The country of an E.164 number, such as DE of +4915112345678 (ISO 3166-1); where no single country
 * has the number, such as those of satellites, its calling code.
 */
export function countryOf(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.country ?? parsed?.countryCallingCode ?? 'unknown';
}
