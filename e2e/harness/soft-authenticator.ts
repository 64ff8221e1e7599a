import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type {
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeyCreation,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import { cbor } from './cbor.js';

interface Credential {
  readonly id: Buffer;
  readonly privateKey: KeyObject;
  readonly userHandle: string;
}

/** What makes one authenticator unlike another, or dishonest. */
export interface Traits {
  readonly origin: string;
  /** Whether it asks for a PIN or a finger. */
  readonly verifiesUser?: boolean;
  /** Where it counts its signatures from; undefined for one that does not count. */
  readonly counter?: number;
}

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();
const encoded = (data: Buffer): string => data.toString('base64url');

const present = 0x01;
const verified = 0x04;
const attested = 0x40;

/** An authenticator in software (WebAuthn Level 3, section 6): ES256, no attestation. */
export class SoftAuthenticator {
  readonly credentials: Credential[] = [];
  /** Signatures so far; a copy of an authenticator has the old number. */
  counter: number;

  constructor(private readonly traits: Traits) {
    this.counter = traits.counter ?? 0;
  }

  /** Makes a passkey, as `navigator.credentials.create()` does. */
  create(options: PasskeyCreation): PasskeyAttestation {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const id = randomBytes(32);
    this.credentials.push({ id, privateKey, userHandle: options.user.id });
    const key = cbor(
      new Map<number, number | Buffer>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    );
    const credential = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, key]);
    const authData = this.authenticatorData(options.rp.id, attested, credential);
    const attestation = new Map<string, string | Buffer | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', authData],
    ]);
    return {
      ...named(id),
      response: {
        clientDataJSON: encoded(this.clientData('webauthn.create', options.challenge)),
        attestationObject: encoded(cbor(attestation)),
        transports: ['internal'],
      },
    };
  }

  /** Signs, as `navigator.credentials.get()` does, with the passkey that was made last. */
  get(options: PasskeyRequest): PasskeyAssertion {
    const credential = this.credentials.at(-1);
    if (!credential) throw new Error('It has no passkey');
    const clientData = this.clientData('webauthn.get', options.challenge);
    const authData = this.authenticatorData(options.rpId);
    const signed = Buffer.concat([authData, sha256(clientData)]);
    return {
      ...named(credential.id),
      response: {
        clientDataJSON: encoded(clientData),
        authenticatorData: encoded(authData),
        signature: encoded(sign('sha256', signed, credential.privateKey)),
        userHandle: credential.userHandle,
      },
    };
  }

  private clientData(type: string, challenge: string): Buffer {
    const { origin } = this.traits;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  private authenticatorData(rpId: string, more = 0, credential = Buffer.alloc(0)): Buffer {
    if (this.traits.counter !== undefined) this.counter += 1;
    const flags = present | more | (this.traits.verifiesUser === false ? 0 : verified);
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([sha256(rpId), Buffer.of(flags), counter, credential]);
  }
}

const named = (id: Buffer) =>
  ({
    id: encoded(id),
    rawId: encoded(id),
    type: 'public-key',
    clientExtensionResults: {},
  }) as const;
