import { Injectable } from '@nestjs/common';
import { after, Clock, days, minutes } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { ImportedUsersService } from './people/imported-users.service.js';
import { ImportsRepository, type LineResult } from './imports.repository.js';
import type { ImportsRow } from './imports.table.js';

/** Lines of one transaction. */
const linesAtOnce = 500;
/** An import that has not moved for so long is taken up again. */
const forgottenAfter = minutes(10);
const keptFor = days(7);

/** Makes the accounts of an import, some in each transaction: a run that is cut off goes on where it was. */
@Injectable()
export class ImportsJob {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly people: ImportedUsersService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {
    jobs.register<{ importId: string }>('identity.import', ({ importId }) => this.run(importId));
    jobs.register('identity.import-upkeep', () => this.upkeep(), {
      schedule: { every: forgottenAfter },
    });
  }

  async run(importId: string): Promise<void> {
    while (await this.database.transaction((tx) => this.step(tx, importId)));
  }

  /** Takes up what a lost queue forgot, and removes reports that are a week old. */
  async upkeep(): Promise<void> {
    const { connection } = this.database;
    const now = this.clock.now();
    await this.repository.purge(connection, after(now, -keptFor));
    const forgotten = await this.repository.listForgotten(connection, after(now, -forgottenAfter));
    for (const importId of forgotten) await this.jobs.add('identity.import', { importId });
  }

  /** @returns whether there is more to do. */
  private async step(tx: Transaction, importId: string): Promise<boolean> {
    const current = await this.repository.claim(tx, importId);
    if (!current) return false;
    const lines = await this.repository.listWaiting(tx, current, linesAtOnce);
    const results = await this.people.add(tx, current, lines);
    await this.repository.finishLines(tx, importId, results);
    const progress = {
      ...this.progressOf(current, results),
      position: lines.at(-1)?.line ?? current.position,
    };
    const isLast = lines.length < linesAtOnce;
    await this.repository.update(tx, importId, { ...progress, ...(isLast ? this.end() : {}) });
    return !isLast;
  }

  private progressOf(current: ImportsRow, results: readonly LineResult[]) {
    const refused = results.filter(({ outcome }) => outcome === 'refused').length;
    return {
      accepted: current.accepted + results.length - refused,
      refused: current.refused + refused,
      updatedAt: this.clock.now(),
    };
  }

  private end() {
    return { state: 'finished', finishedAt: this.clock.now() } as const;
  }
}
