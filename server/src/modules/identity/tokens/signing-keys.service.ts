import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { longestImpersonation } from '@gatehouse/contracts/identity/impersonation';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';
import { after, Clock, minutes, seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { FieldCipher } from '../../../platform/crypto/field-cipher.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { SigningKeysRepository } from './signing-keys.repository.js';
import type { SigningKeyRow } from './signing-keys.table.js';

/** A key as it is used: for signing, or only to verify what it signed before. */
export interface SigningKey {
  readonly id: string;
  readonly publicKey: CryptoKey;
  readonly publicJwk: JWK;
  readonly privateKey: KeyObject;
  readonly activeFrom: Date;
}

/** How often the keys are read again; a new key becomes active only after every instance did so. */
const readEvery = seconds(30);
const publishedBefore = minutes(2);

/** Where a private key is sealed to. */
export const privateJwkPlace = (id: string): string => `signing_keys.private_jwk:${id}`;

/** The Ed25519 keys of access tokens: made at the first start, kept sealed, rotated with overlap (C12). */
@Injectable()
export class SigningKeysService implements OnModuleInit, OnModuleDestroy {
  private keys = new Map<string, SigningKey>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly repository: SigningKeysRepository,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.repository.lock(tx);
      const known = await this.repository.list(tx, this.clock.now());
      if (known.length === 0) await this.create(tx, this.clock.now());
    });
    await this.reload();
    this.timer = setInterval(() => {
      this.reload().catch((error: unknown) =>
        this.logger.error('The signing keys could not be read', { error }),
      );
    }, readEvery).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** The key to sign with now. */
  current(): SigningKey {
    const now = this.clock.now();
    const active = [...this.keys.values()].find((key) => key.activeFrom <= now);
    if (!active) throw new Error('no signing key is active');
    return active;
  }

  /** The key of an id, or undefined when there is none or it is retired. */
  find(id: string): SigningKey | undefined {
    return this.keys.get(id);
  }

  /** Public keys, for `/.well-known/jwks.json` (RFC 7517). */
  publicKeys(): JWK[] {
    return [...this.keys.values()].map((key) => key.publicJwk);
  }

  /**
   * Adds a key that takes over once every instance knows it. Older ones verify until the last
   * token they signed has expired, which may be one of somebody who acts for another.
   */
  async rotate(): Promise<Pick<SigningKeyRow, 'id' | 'activeFrom'>> {
    const activeFrom = after(this.clock.now(), publishedBefore);
    const longest = Math.max(this.config.GATEHOUSE_ACCESS_TOKEN_MINUTES, longestImpersonation);
    const retiredAt = after(activeFrom, minutes(longest + 1));
    const id = await this.database.transaction(async (tx) => {
      await this.repository.lock(tx);
      await this.repository.retireBefore(tx, activeFrom, retiredAt);
      return this.create(tx, activeFrom);
    });
    await this.reload();
    return { id, activeFrom };
  }

  /** Reads the keys again. */
  async reload(): Promise<void> {
    const rows = await this.repository.list(this.database.connection, this.clock.now());
    const keys = await Promise.all(
      rows.map(async (row) => this.keys.get(row.id) ?? this.open(row)),
    );
    this.keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** @returns the key's id. */
  private async create(tx: Transaction, activeFrom: Date): Promise<string> {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const publicJwk = await exportJWK(pair.publicKey);
    const id = await calculateJwkThumbprint(publicJwk);
    const privateJwk = JSON.stringify(await exportJWK(pair.privateKey));
    await this.repository.insert(tx, {
      id,
      publicJwk: { ...publicJwk, kid: id, use: 'sig', alg: 'EdDSA' },
      privateJwk: this.cipher.seal(privateJwk, privateJwkPlace(id)),
      createdAt: this.clock.now(),
      activeFrom,
      retiredAt: null,
    });
    return id;
  }

  private async open(row: SigningKeyRow): Promise<SigningKey> {
    const privateJwk = this.cipher.open(row.privateJwk, privateJwkPlace(row.id));
    return {
      id: row.id,
      publicJwk: row.publicJwk,
      activeFrom: row.activeFrom,
      publicKey: (await importJWK(row.publicJwk, 'EdDSA')) as CryptoKey,
      privateKey: createPrivateKey({ key: JSON.parse(privateJwk) as JsonWebKey, format: 'jwk' }),
    };
  }
}
