import { Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Clock } from '../../../kernel/clock.js';
import { newRandomId } from '../../../kernel/id.js';
import { Config } from '../../../platform/config/config.js';
import { signEd25519 } from '../../../platform/crypto/ed25519.js';
import { isDevice } from '../factors/accepted-factors.js';
import { type SigningKey, SigningKeysService } from './signing-keys.service.js';

/** What an access token says beside who made it and for how long (C11). */
export interface AccessTokenSubject {
  readonly userId: string;
  readonly sessionId: string;
  readonly organizationId: string | null;
  readonly role: string | null;
  /** Permissions, or `enrolment` while a required second factor is missing. */
  readonly scope: string;
  /** Methods that were proved (RFC 8176). */
  readonly methods: readonly string[];
  readonly authenticatedAt: Date;
  /** Who acts for the person (`act`, RFC 8693 section 4.1). */
  readonly impersonatorId?: string | null;
  /** When the token expires, where not after its usual life. */
  readonly expiresAt?: Date;
}

const claims = z.object({ sub: z.uuid(), sid: z.uuid(), exp: z.number() });

/** What a verified token is good for: finding the live session, which says all else. */
export interface VerifiedToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly keyId: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

interface KnownToken extends VerifiedToken {
  readonly token: string;
}

/** Most verified tokens that are remembered: checking a signature costs 93 microseconds. */
const mostVerified = 20_000;
const audience = 'gatehouse';

/** A signed token in its compact form (RFC 7515, RFC 8037). */
async function signJwt(key: SigningKey, claims: object): Promise<string> {
  const input = `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id })}.${encode(claims)}`;
  const signature = await signEd25519(Buffer.from(input), key.privateKey);
  return `${input}.${signature.toString('base64url')}`;
}

const signatureOf = (token: string): string => token.slice(token.lastIndexOf('.') + 1);
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs and verifies access tokens: JWT `at+jwt` (RFC 9068), EdDSA. */
@Injectable()
export class AccessTokensService {
  /** By signature: finding a token by all of its text would cost more than all else that is done with it. */
  private readonly verified = new LRUCache<string, KnownToken>({ max: mostVerified });

  constructor(
    private readonly keys: SigningKeysService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Life of an access token, in seconds. */
  get lifetime(): number {
    return this.config.GATEHOUSE_ACCESS_TOKEN_MINUTES * 60;
  }

  /** A signed token for a session. */
  async issue(subject: AccessTokenSubject): Promise<string> {
    const key = this.keys.current();
    const { impersonatorId, expiresAt } = subject;
    const issuedAt = Math.floor(this.clock.time() / 1000);
    // A trusted device was asked for the second factor once, and not now.
    const secondFactor = subject.methods.filter((method) => !isDevice(method)).length > 1;
    return signJwt(key, {
      iss: this.config.publicUrl,
      aud: audience,
      sub: subject.userId,
      jti: newRandomId(),
      iat: issuedAt,
      exp: expiresAt ? Math.floor(expiresAt.getTime() / 1000) : issuedAt + this.lifetime,
      sid: subject.sessionId,
      org: subject.organizationId,
      role: subject.role,
      scope: subject.scope,
      aal: secondFactor ? 'aal2' : 'aal1',
      // Who vouched for a person is nobody's business but ours.
      amr: subject.methods.map((method) => method.split(':', 1)[0]),
      auth_time: Math.floor(subject.authenticatedAt.getTime() / 1000),
      ...(impersonatorId ? { act: { sub: impersonatorId } } : {}),
    });
  }

  /** The token's content, or null when it is not one of ours or has expired (RFC 8725). */
  async verify(token: string): Promise<VerifiedToken | null> {
    return this.verifyKnown(token) ?? (await this.verifySignature(token));
  }

  /** The content of a token that was verified before, at no cost; undefined for others. */
  verifyKnown(token: string): VerifiedToken | undefined {
    const known = this.verified.get(signatureOf(token));
    const live =
      known?.token === token &&
      known.expiresAt * 1000 > this.clock.time() &&
      this.keys.find(known.keyId) !== undefined;
    return live ? known : undefined;
  }

  private async verifySignature(token: string): Promise<VerifiedToken | null> {
    try {
      const { payload, protectedHeader } = await jwtVerify(
        token,
        // Only our own keys, by id: a `jwk`, `jku` or `x5u` in the header is never looked at.
        (header) => {
          const key = this.keys.find(header.kid ?? '');
          if (!key) throw new errors.JWKSNoMatchingKey();
          return key.publicKey;
        },
        {
          algorithms: ['EdDSA'],
          typ: 'at+jwt',
          issuer: this.config.publicUrl,
          audience,
          currentDate: this.clock.now(),
        },
      );
      const { sub, sid, exp } = claims.parse(payload);
      const keyId = protectedHeader.kid ?? '';
      const verified = { token, userId: sub, sessionId: sid, keyId, expiresAt: exp };
      this.verified.set(signatureOf(token), verified);
      return verified;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
      throw error;
    }
  }
}
