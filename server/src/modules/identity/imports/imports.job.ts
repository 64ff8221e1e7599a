import { Injectable } from '@nestjs/common';
import { after, Clock, days, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import type { ImportOutcome } from '@gatehouse/contracts/identity/imports';
import { ImportLinesRepository, type LineResult } from './import-lines.repository.js';
import { ImportsRepository } from './imports.repository.js';
import type { ImportsRow } from './imports.table.js';
import { ImportedPeopleService } from './people/imported-people.service.js';

/** Lines of one transaction. */
const linesAtOnce = 500;
/** Imports that a process works on at once: each keeps a connection busy. */
const importsAtOnce = 2;
/** Failures in a row, some half a minute of the queue's, after which an import is given up. */
const mostFailures = 5;
/** An import that has not moved for so long is taken up again. */
const forgottenAfter = minutes(10);
/** How long a report is kept. */
export const reportsKeptFor = days(30);
/** No upload takes longer. */
const longestUpload = days(1);

/** Makes the accounts of an import, some in each transaction: a run that is cut off goes on where it was. */
@Injectable()
export class ImportsJob {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly lines: ImportLinesRepository,
    private readonly people: ImportedPeopleService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly jobs: Jobs,
  ) {
    const run = ({ importId }: { importId: string }) => this.run(importId);
    jobs.register('identity.import', run, { atOnce: importsAtOnce });
    jobs.register('identity.import-upkeep', () => this.upkeep(), {
      schedule: { every: forgottenAfter },
    });
  }

  /** @throws what it fails with, so that the queue tries again, until the import is given up. */
  async run(importId: string): Promise<void> {
    try {
      while (await this.database.transaction((tx) => this.step(tx, importId)));
    } catch (error) {
      const failure = reasonOf(error);
      const now = this.clock.now();
      await this.repository.fail(this.database.connection, importId, {
        failure,
        now,
        mostFailures,
      });
      throw error;
    }
  }

  /** Takes up what a lost queue forgot, and removes reports that are old enough. */
  async upkeep(): Promise<void> {
    const { connection } = this.database;
    const now = this.clock.now();
    await this.repository.purge(connection, after(now, -reportsKeptFor));
    await this.repository.purgeReceiving(connection, after(now, -longestUpload));
    const forgotten = await this.repository.listForgotten(connection, after(now, -forgottenAfter));
    for (const importId of forgotten) await this.jobs.add('identity.import', { importId });
  }

  /** @returns whether there is more to do. */
  private async step(tx: Transaction, importId: string): Promise<boolean> {
    const current = await this.repository.claim(tx, importId);
    if (!current) return false;
    const lines = await this.lines.listWaiting(tx, current, linesAtOnce);
    const results = await this.people.apply(tx, current, lines);
    await this.lines.finish(tx, importId, results);
    const progress = {
      ...countsOf(current, results),
      updatedAt: this.clock.now(),
      failures: 0,
      position: lines.at(-1)?.line ?? current.position,
    };
    const isLast = lines.length < linesAtOnce;
    await this.repository.update(tx, importId, { ...progress, ...(isLast ? this.end() : {}) });
    return !isLast;
  }

  private end() {
    return { state: 'finished', finishedAt: this.clock.now() } as const;
  }
}

/** What may be told of an error: an unexpected one may quote what is nobody's business. */
const reasonOf = (error: unknown): string =>
  error instanceof AppError && error.code !== 'internal'
    ? error.message
    : 'The next lines could not be done, for a reason that the log of the server tells. Nothing of them was kept.';

type Counts = Pick<ImportsRow, 'created' | 'updated' | 'invited' | 'unchanged' | 'refused'>;

/** The count of what became of a line, or in a dry run would. */
const counted: Readonly<Partial<Record<ImportOutcome, keyof Counts>>> = {
  created: 'created',
  would_create: 'created',
  updated: 'updated',
  would_update: 'updated',
  invited: 'invited',
  would_invite: 'invited',
  unchanged: 'unchanged',
  refused: 'refused',
};

function countsOf(
  { created, updated, invited, unchanged, refused }: ImportsRow,
  results: readonly LineResult[],
): Counts {
  const counts = { created, updated, invited, unchanged, refused };
  for (const { outcome } of results) {
    const name = counted[outcome];
    if (name) counts[name] += 1;
  }
  return counts;
}
