import { Injectable } from '@nestjs/common';
import { newToken } from '../../../kernel/secret.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { endpoints, type EndpointRow } from './endpoints.table.js';

const prefix = 'whsec_';

const placeOf = (id: string): string => `webhooks.endpoints.secret:${id}`;
const previousPlaceOf = (id: string): string => `webhooks.endpoints.previous_secret:${id}`;

/** What this module keeps sealed. */
export const sealedSecrets = [
  { table: endpoints, id: endpoints.id, sealed: endpoints.secret, placeOf },
  {
    table: endpoints,
    id: endpoints.id,
    sealed: endpoints.previousSecret,
    placeOf: previousPlaceOf,
  },
];

/** Secrets of endpoints, as Standard Webhooks writes them: `whsec_` and 32 bytes in Base64. */
@Injectable()
export class EndpointSecrets {
  constructor(private readonly cipher: FieldCipher) {}

  create(): string {
    return prefix + Buffer.from(newToken(), 'base64url').toString('base64');
  }

  seal(secret: string, endpointId: string): Buffer {
    return this.cipher.seal(secret, placeOf(endpointId));
  }

  /** The present secret, sealed for its place as the previous one. */
  retire(endpoint: EndpointRow): Buffer {
    const secret = this.cipher.open(endpoint.secret, placeOf(endpoint.id));
    return this.cipher.seal(secret, previousPlaceOf(endpoint.id));
  }

  /** The keys that sign now: the present one, and before it ends the one before. */
  keysOf(endpoint: EndpointRow, now: Date): Buffer[] {
    const { id, secret, previousSecret, previousUntil } = endpoint;
    const secrets = [this.cipher.open(secret, placeOf(id))];
    if (previousSecret && previousUntil && previousUntil > now)
      secrets.push(this.cipher.open(previousSecret, previousPlaceOf(id)));
    return secrets.map((text) => Buffer.from(text.slice(prefix.length), 'base64'));
  }
}
