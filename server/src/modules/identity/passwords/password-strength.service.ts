import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Piscina } from 'piscina';
import { seconds } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Strength, StrengthTask } from './strength.worker.js';

/** Passwords that wait to be weighed; more are turned away, as there would be no time left to hash them. */
const longestQueue = 64;

/**
 * How hard a password is to guess, by zxcvbn (Wheeler, USENIX Security 2016). Its dictionaries live
 * in a thread that begins with the first password and ends when none was chosen for a minute, so
 * that a server at rest has none of them in memory.
 */
@Injectable()
export class PasswordStrengthService implements OnApplicationShutdown {
  private pool: Piscina<StrengthTask, Strength> | undefined;

  /** @throws AppError `overloaded` */
  async weigh(password: string, ownWords: readonly string[]): Promise<Strength> {
    this.pool ??= new Piscina<StrengthTask, Strength>({
      filename: workerFile,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: seconds(60),
      maxQueue: longestQueue,
    });
    if (this.pool.queueSize >= longestQueue) throw new AppError('overloaded', { retryAfter: 2 });
    return this.pool.run({ password, ownWords: [...ownWords] });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.destroy();
  }
}

// Under the test runner this module is TypeScript source, which Node's type stripping runs as it is.
const workerFile = new URL(
  `./strength.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
).href;
