import { hashToken } from '../../../../kernel/secret.js';
import { countryOf } from './country.js';

/**
 * The budgets that a message to a number counts to. Whom a number belongs to is nobody's business
 * once the message was sent.
 */
export const budgetKeysOf = (kind: 'unconfirmed' | 'confirmed' | 'notices', number: string) => ({
  ofNumber: `${kind}:number:${hashToken(number).toString('hex').slice(0, 32)}`,
  ofCountry: `${kind}:country:${countryOf(number)}`,
});
