import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { LoginAttempt } from '@gatehouse/contracts/security/attempts';
import { stringify } from 'csv-stringify/sync';
import { safeCell } from '../../../kernel/csv-cell.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type AttemptWish, LoginAttemptsService } from './login-attempts.service.js';

const columns = [
  'occurredAt',
  'kind',
  'succeeded',
  'failure',
  'method',
  'identifier',
  'userId',
  'userName',
  'organizationId',
  'address',
  'network',
  'userAgent',
  'sessionId',
  'newDevice',
  'tries',
] as const;
const attemptsAtOnce = 500;

/** Attempts to sign in as a file. */
@Injectable()
export class AttemptsExportService {
  constructor(
    private readonly attempts: LoginAttemptsService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** A stream that reads the next page when its reader is ready for it. That it was asked for is audited. */
  async read(wish: AttemptWish): Promise<Readable> {
    const told = Object.entries(wish).filter((entry): entry is [string, string] => !!entry[1]);
    const filter = Object.fromEntries(told);
    await this.database.transaction((tx) =>
      this.events.add(tx, events.attemptsExported, { filter }, { organizationId: null }),
    );
    return Readable.from(this.text(wish), { highWaterMark: 1 });
  }

  private async *text(wish: AttemptWish): AsyncGenerator<string> {
    yield stringify([[...columns]]);
    for (let cursor: string | undefined; ;) {
      const query = { ...wish, limit: attemptsAtOnce, ...(cursor === undefined ? {} : { cursor }) };
      const { data, page } = await this.attempts.list(query);
      yield stringify(data.map((attempt) => columns.map((name) => cellOf(attempt[name]))));
      if (page.nextCursor === null) return;
      cursor = page.nextCursor;
    }
  }
}

const cellOf = (value: LoginAttempt[(typeof columns)[number]]): string =>
  value === null ? '' : safeCell(String(value));
