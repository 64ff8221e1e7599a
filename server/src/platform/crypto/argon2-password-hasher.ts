import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { AppError } from '../../kernel/error.js';
import type { Config } from '../config/config.js';
import type { Metrics } from '../telemetry/metrics.js';
import { type Argon2Cost, parseArgon2, parseForeignHash } from './password-hash.js';
import { PasswordHasher } from './password-hasher.js';
import type { PasswordResult, PasswordTask, Work } from './password.worker.js';

/** What a hash takes before one was timed, in milliseconds. */
const usualDuration = 15;
const tooLate: PasswordResult = { value: null, duration: 0 };
/** Nobody is held up longer than this for the sake of others' imported hashes, in milliseconds. */
const longestPretence = 1_000;

/**
 * Argon2id in as many threads as there are cores. They yield to the rest of the process
 * (`niceIncrement`), so that other routes stay quick while sign-ins saturate the machine.
 */
export class Argon2PasswordHasher extends PasswordHasher {
  private pool: Piscina<PasswordTask, PasswordResult> | undefined;
  private readonly options: Argon2Cost;
  /** Running mean of the time one hash takes in its thread, in milliseconds. */
  private meanDuration = usualDuration;
  /** The longest that an imported hash took in its thread, in milliseconds. */
  private dearestImported = 0;
  private readonly waiting = new Set<Promise<PasswordResult>>();
  private begun: Promise<unknown> = Promise.resolve();
  private readonly countRejection: (values: { reason: 'queue_full' | 'waited_too_long' }) => void;
  /** Hash of a password that nobody has, for accounts that don't exist. */
  private readonly decoy: string;

  constructor(
    config: Config,
    metrics: Metrics,
    private readonly threads = availableParallelism(),
    /**
     * Nobody waits longer than this in the queue, in milliseconds. Who probably would is turned away
     * at once, and who did when the turn comes.
     */
    private readonly longestWait = 1_200,
    /**
     * Nor does whoever had to queue wait longer than this for the end, however few turns of a core
     * the threads get beside all else. Imported hashes are waited for: some take so long on any machine.
     */
    private readonly longestInAll = 1_500,
  ) {
    super();
    const queue = 'Passwords that are hashed or wait for it';
    metrics.gauge('password_hash_queue_length', queue, () => this.waiting.size);
    this.countRejection = metrics.counter(
      'password_hash_rejections_total',
      'Passwords turned away because too many wait',
      ['reason'],
    );
    this.options = {
      memoryCost: config.GATEHOUSE_ARGON2_MEMORY_KIB,
      timeCost: config.GATEHOUSE_ARGON2_ITERATIONS,
      parallelism: config.GATEHOUSE_ARGON2_PARALLELISM,
    };
    this.decoy = decoyOf(this.options);
  }

  /** Has a thread ready before the first password comes. Commands, which hash none, start none. */
  begin(): void {
    this.begun = this.threadPool().run({
      kind: 'verify',
      password: '',
      hash: this.decoy,
      deadline: Number.POSITIVE_INFINITY,
    });
    this.begun.catch(() => undefined);
  }

  async hash(password: string): Promise<string> {
    const { value } = await this.run({ kind: 'hash', password, options: this.options });
    return value as string;
  }

  async verify(hash: string | null, password: string): Promise<boolean> {
    const foreign = hash === null ? null : parseForeignHash(hash);
    const own = hash !== null && parseArgon2(hash) ? hash : null;
    const { value, duration } = await this.run(
      foreign
        ? { kind: 'foreign', password, hash: foreign }
        : { kind: 'verify', password, hash: own ?? this.decoy },
    );
    if (foreign ?? (own && this.isOutdated(own)))
      this.dearestImported = Math.min(longestPretence, Math.max(this.dearestImported, duration));
    const matches = value === true && (foreign ?? own) !== null;
    // Who fails must not see by the time whether the account has an imported hash (attack 8).
    if (!matches && duration < this.dearestImported)
      await setTimeout(this.dearestImported - duration);
    return matches;
  }

  override isOutdated(hash: string): boolean {
    const { memoryCost, timeCost, parallelism } = this.options;
    const cost = parseArgon2(hash);
    return !(
      cost?.isArgon2id &&
      cost.memoryCost === memoryCost &&
      cost.timeCost === timeCost &&
      cost.parallelism === parallelism
    );
  }

  /** Waits for the hashes under way and ends the threads. */
  async close(): Promise<void> {
    // The pool itself would cut off what runs and what waits, and Node crashes where a thread ends
    // while it loads its modules.
    await Promise.allSettled([this.begun, ...this.waiting]);
    await this.pool?.close();
  }

  private threadPool(): Piscina<PasswordTask, PasswordResult> {
    return (this.pool ??= new Piscina<PasswordTask, PasswordResult>({
      filename: workerFile,
      minThreads: 1,
      maxThreads: this.threads,
      idleTimeout: 30_000,
      niceIncrement: 10,
      // Without it a task that found no free thread goes to the back of a second queue.
      stricterFIFO: true,
    }));
  }

  override assertRoom(): void {
    // What was slow is over when nobody waits any more; a stale estimate would turn people away.
    if (this.waiting.size === 0) this.meanDuration = usualDuration;
    const wait = this.expectedWait;
    if (wait > this.longestWait) this.reject('queue_full', wait);
  }

  override get expectedWait(): number {
    return (this.queued() * this.meanDuration) / this.threads;
  }

  /** How many a hash asked for now had to wait for: none while a thread is free. */
  private queued(): number {
    return Math.max(0, this.waiting.size - this.threads + 1);
  }

  private async run(work: Work): Promise<PasswordResult> {
    this.assertRoom();
    // Whom a free thread serves is not sent away because the machine is slow: to ask again would be
    // no quicker.
    if (this.queued() === 0) return await this.start(work, Number.POSITIVE_INFINITY);
    const running = this.start(work, Date.now() + this.longestWait);
    const result = await (work.kind === 'foreign'
      ? running
      : Promise.race([running, setTimeout(this.longestInAll, tooLate, { ref: false })]));
    if (result.value === null) return this.reject('waited_too_long', this.longestWait);
    return result;
  }

  /** A hash that nobody waits for any more still has its place until it is done. */
  private async start(work: Work, deadline: number): Promise<PasswordResult> {
    const running = this.threadPool().run({ ...work, deadline });
    this.waiting.add(running);
    try {
      const result = await running;
      if (result.value !== null)
        this.meanDuration = this.meanDuration * 0.9 + result.duration * 0.1;
      return result;
    } finally {
      this.waiting.delete(running);
    }
  }

  /** @param wait in milliseconds. */
  private reject(reason: 'queue_full' | 'waited_too_long', wait: number): never {
    this.countRejection({ reason });
    throw new AppError('overloaded', { retryAfter: wait / 1000 });
  }
}

/** Nobody knows a password of random bytes, and to check one takes as long as any other. */
function decoyOf({ memoryCost, timeCost, parallelism }: Argon2Cost): string {
  const [salt, key] = [randomBytes(16), randomBytes(32)].map((bytes) =>
    bytes.toString('base64').replaceAll('=', ''),
  );
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${salt}$${key}`;
}

// Under the test runner this module is TypeScript source, which Node's type stripping runs as it is.
const workerFile = new URL(
  `./password.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
).href;
