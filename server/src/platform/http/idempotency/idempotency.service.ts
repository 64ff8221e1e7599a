import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { after, Clock, days, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { FieldCipher } from '../../crypto/field-cipher.js';
import { KeyRing } from '../../crypto/key-ring.js';
import { Jobs } from '../../jobs/jobs.js';
import { IdempotencyKeysRepository } from './idempotency-keys.repository.js';

/** A request that carries a key. */
export interface KeyedRequest {
  /** Whose key it is, such as `user:<id>@<organization>`. */
  readonly owner: string;
  readonly key: string;
  /** Method, path and body: two requests are the same when these are. */
  readonly content: string;
}

/** A claimed key, whose request is running. */
export interface Claim {
  readonly owner: string;
  readonly key: string;
  readonly claimedAt: Date;
}

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How long an answer can be had again. */
const retention = days(1);
/** No request runs this long; one that seems to was cut off. */
const abandonedAfter = minutes(2);

/** Answers a repeated request again instead of doing its work twice (Idempotency-Key, IETF draft). */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly repository: IdempotencyKeysRepository,
    private readonly keys: KeyRing,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
    jobs: Jobs,
  ) {
    jobs.register('idempotency.purge', () => this.purge(), { schedule: { cron: '17 * * * *' } });
  }

  /**
   * Claims the key for its first request; a later one gets the answer of the first.
   * @throws AppError `idempotency_key_in_progress`, `idempotency_key_reused`
   */
  async begin(request: KeyedRequest): Promise<Claim | KeptAnswer> {
    const { owner, key } = request;
    const createdAt = this.clock.now();
    const row = { owner, key, createdAt, fingerprint: this.fingerprint(request.content) };
    const claim = { owner, key, claimedAt: createdAt };
    if (await this.repository.reserve(row)) return claim;
    const known = await this.repository.find(row);
    // Its request failed and gave the key back in this very moment.
    if (!known) throw new AppError('idempotency_key_in_progress', { retryAfter: 1 });
    if (!this.isSame(known.fingerprint, request.content))
      throw new AppError('idempotency_key_reused');
    if (known.answer)
      return JSON.parse(this.cipher.open(known.answer, placeOf(request))) as KeptAnswer;
    if (await this.repository.takeOver(row, after(createdAt, -abandonedAfter))) return claim;
    throw new AppError('idempotency_key_in_progress', { retryAfter: 1 });
  }

  /** Keeps the answer of a request that ended. */
  async finish(claim: Claim, answer: KeptAnswer): Promise<void> {
    const sealed = this.cipher.seal(JSON.stringify(answer), placeOf(claim));
    await this.repository.finish(claim, claim.claimedAt, sealed);
  }

  /** Gives the key back after a failure that a later try may not meet. */
  async abandon(claim: Claim): Promise<void> {
    await this.repository.remove(claim, claim.claimedAt);
  }

  /** Forgets keys after a day. */
  async purge(): Promise<void> {
    await this.repository.purge(after(this.clock.now(), -retention));
  }

  private fingerprint(content: string, keyId = this.keys.currentId): Buffer {
    const key = this.keys.derive('idempotency-keys', keyId);
    return createHmac('sha256', key).update(content).digest();
  }

  private isSame(fingerprint: Buffer, content: string): boolean {
    return this.keys.ids.some((id) => this.fingerprint(content, id).equals(fingerprint));
  }
}

const placeOf = ({ owner, key }: Pick<Claim, 'owner' | 'key'>): string =>
  `idempotency_keys.answer:${owner}:${key}`;
