import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type CloudEvent, erasedWordsPlace, events } from '@gatehouse/contracts/events';
import { seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { FieldCipher } from '../crypto/field-cipher.js';
import { Database, type Transaction } from '../database/database.js';
import type { Step } from '../database/gradual/through-rows.js';
import { Jobs } from '../jobs/jobs.js';
import { Pace } from '../jobs/pace.js';
import { ErasuresRepository } from './erasures.repository.js';
import type { ErasureKey, ErasureRow } from './erasures.table.js';
import type { ErasureSteps } from './steps.js';

/** Erasures of a module that are under way at once: whoever has little does not wait for whoever has much. */
const erasuresAtOnce = 5;

/**
 * Takes people and organizations that were erased out of the modules' tables (C43). That reads whole
 * tables, so it is written down with the event that tells of it, and done some rows at a time beside
 * all else. Each transaction commits what it did together with how far that is: a process that is
 * killed leaves nothing undone.
 */
@Injectable()
export class Erasures implements OnModuleDestroy {
  private readonly steps = new Map<string, ErasureSteps>();
  /** How long a turn lasts at most, in milliseconds: with the next one come those noted since. */
  private readonly period: number;
  private stopping = false;

  constructor(
    private readonly repository: ErasuresRepository,
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly jobs: Jobs,
    config: Config,
  ) {
    this.period = seconds(config.GATEHOUSE_ERASURE_EVERY_SECONDS);
  }

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /** Says what a module does to forget somebody. Belongs in a module's construction. */
  register(module: string, steps: ErasureSteps): void {
    this.steps.set(module, steps);
    this.jobs.register(`${module}.erase`, () => this.run(module), {
      schedule: { every: this.period },
    });
  }

  /** Notes whom a module has to forget, where an event tells of an erasure. */
  async follow(tx: Transaction, module: string, { type, data, time }: CloudEvent): Promise<void> {
    const erasedAt = new Date(time);
    if (type === events.userErased.type) {
      const { userId, sealedWords } = events.userErased.data.parse(data);
      const person = { module, subjectType: 'person', subjectId: userId } as const;
      const words = Buffer.from(sealedWords, 'base64');
      await this.repository.note(tx, { ...person, words, erasedAt });
    }
    if (type === events.organizationErased.type) {
      const { organizationId: subjectId } = events.organizationErased.data.parse(data);
      const organization = { module, subjectType: 'organization', subjectId } as const;
      await this.repository.note(tx, { ...organization, words: null, erasedAt });
    }
  }

  /** Names of who was erased. @param words as `user.erased` tells them; null where there were none. */
  namesOf(userId: string, words: Buffer | null): string[] {
    const names = words ? this.cipher.open(words, erasedWordsPlace(userId)) : '[]';
    return JSON.parse(names) as string[];
  }

  /** Goes on with what is noted. One that fails holds no other up. @throws AggregateError of what went wrong */
  async run(module: string): Promise<void> {
    const until = performance.now() + this.period;
    const failures: unknown[] = [];
    const noted = (await this.repository.list(this.database.connection, module)).values();
    const work = async () => {
      for (const row of noted)
        await this.erase(row, until).catch((error: unknown) => failures.push(error));
    };
    await Promise.all(Array.from({ length: erasuresAtOnce }, work));
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} erasures of ${module} are not done`);
  }

  private async erase(row: ErasureRow, until: number): Promise<void> {
    const next = this.turnOf(row);
    const isBegun = row.step > 0 || row.position !== null;
    const pace = new Pace(isBegun ? 0 : undefined);
    const isOver = () => this.stopping || performance.now() > until;
    while (!isOver() && (await this.database.transaction((tx) => this.goOn(tx, row, next))))
      await pace.rest();
  }

  /** @returns whether there is more to do. */
  private async goOn(tx: Transaction, key: ErasureKey, next: Turn): Promise<boolean> {
    const row = await this.repository.lock(tx, key);
    if (!row) return false;
    const done = await next(tx, row);
    if (done) await this.repository.moveOn(tx, key, done);
    else await this.repository.finish(tx, key);
    return done !== null;
  }

  private turnOf({ module, subjectType, subjectId, words, erasedAt }: ErasureRow): Turn {
    const steps = this.steps.get(module) ?? { person: [], organization: [] };
    if (subjectType === 'organization')
      return turn(steps.organization, { organizationId: subjectId });
    const names = this.namesOf(subjectId, words);
    return turn(steps.person, { userId: subjectId, names, erasedAt });
  }
}

/** Goes on with an erasure; null when it is done. */
type Turn = (tx: Transaction, at: Progress) => Promise<Progress | null>;
type Progress = Pick<ErasureRow, 'step' | 'position'>;

function turn<S>(steps: readonly Step<S>[], subject: S): Turn {
  return async (tx, { step, position }) => {
    const next = steps[step];
    if (!next) return null;
    const reached = await next(tx, subject, position);
    return reached === null ? { step: step + 1, position: null } : { step, position: reached };
  };
}
