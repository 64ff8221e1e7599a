import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { newToken } from '../../../kernel/secret.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import type { SigningKeys } from '../sending/signature.js';
import { endpoints, type EndpointRow } from './endpoints.table.js';

const prefix = 'whsec_';
const publicPrefix = 'whpk_';

const placeOf = (id: string): string => `webhooks.endpoints.secret:${id}`;
const previousPlaceOf = (id: string): string => `webhooks.endpoints.previous_secret:${id}`;
const signingKeyPlaceOf = (id: string): string => `webhooks.endpoints.signing_key:${id}`;

/** What this module keeps sealed. */
export const sealedSecrets = [
  { table: endpoints, id: endpoints.id, sealed: endpoints.secret, placeOf },
  {
    table: endpoints,
    id: endpoints.id,
    sealed: endpoints.previousSecret,
    placeOf: previousPlaceOf,
  },
  {
    table: endpoints,
    id: endpoints.id,
    sealed: endpoints.signingKey,
    placeOf: signingKeyPlaceOf,
  },
];

/** DER, as it is sealed. */
const privateKeyForm = { format: 'der', type: 'pkcs8' } as const;

/** Most private keys that are remembered: reading one costs as much as signing with it. */
const mostKeys = 1000;

/** Secrets of endpoints, as Standard Webhooks writes them: `whsec_` and 32 bytes in Base64. */
@Injectable()
export class EndpointSecrets {
  /** By endpoint and sealed form. */
  private readonly privateKeys = new LRUCache<string, KeyObject>({ max: mostKeys });

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

  /** A new pair of Ed25519 keys: the private one sealed, the public one as receivers are given it. */
  createPair(endpointId: string): { signingKey: Buffer; publicKey: string } {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const text = privateKey.export(privateKeyForm).toString('base64');
    const { x = '' } = publicKey.export({ format: 'jwk' });
    return {
      signingKey: this.cipher.seal(text, signingKeyPlaceOf(endpointId)),
      publicKey: publicPrefix + Buffer.from(x, 'base64url').toString('base64'),
    };
  }

  /** The keys that sign now: the present secret, before it ends the one before, and the private key. */
  keysOf(endpoint: EndpointRow, now: Date): SigningKeys {
    const { id, secret, previousSecret, previousUntil } = endpoint;
    const secrets = [this.cipher.open(secret, placeOf(id))];
    if (previousSecret && previousUntil && previousUntil > now)
      secrets.push(this.cipher.open(previousSecret, previousPlaceOf(id)));
    return {
      secrets: secrets.map((text) => Buffer.from(text.slice(prefix.length), 'base64')),
      privateKey: this.privateKeyOf(endpoint),
    };
  }

  private privateKeyOf({ id, signingKey }: EndpointRow): KeyObject | null {
    if (!signingKey) return null;
    const place = signingKeyPlaceOf(id);
    const name = `${place} ${signingKey.toString('base64')}`;
    const known = this.privateKeys.get(name);
    if (known) return known;
    const text = this.cipher.open(signingKey, place);
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), ...privateKeyForm });
    this.privateKeys.set(name, key);
    return key;
  }
}
