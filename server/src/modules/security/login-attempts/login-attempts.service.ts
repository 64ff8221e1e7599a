import { Injectable } from '@nestjs/common';
import type {
  attemptRoutes,
  LoginAttempt,
  PivotEntry,
  TimelineBucket,
  TimelinePeriod,
  TopEntry,
} from '@gatehouse/contracts/security/attempts';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { after, Clock, days, hours, minutes } from '../../../kernel/clock.js';
import { type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { canonicalNetwork } from '../../../platform/http/network.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { positionKey, positionOf } from '../position.js';
import { AttemptCountsRepository } from './attempt-counts.repository.js';
import { type AttemptFilter, LoginAttemptsRepository } from './login-attempts.repository.js';
import type { AttemptRow } from './login-attempts.table.js';

type Query = RouteQuery<typeof attemptRoutes.list>;
/** Which attempts are wanted. */
export type AttemptWish = RouteQuery<typeof attemptRoutes.export>;

/** How long a time-line is and how wide its buckets, in milliseconds. */
const scales: Readonly<Record<TimelinePeriod, { length: number; width: number }>> = {
  hour: { length: hours(1), width: minutes(1) },
  day: { length: days(1), width: minutes(15) },
  week: { length: days(7), width: hours(2) },
  month: { length: days(30), width: hours(8) },
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What the staff sees of the attempts to sign in. */
@Injectable()
export class LoginAttemptsService {
  constructor(
    private readonly repository: LoginAttemptsRepository,
    private readonly counts: AttemptCountsRepository,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(query: Query): Promise<Page<LoginAttempt>> {
    const { connection } = this.database;
    const rows = await this.repository.list(connection, filterOf(query), query.limit + 1);
    const people = rows.map(({ userId }) => userId).filter((id) => id !== null);
    const names = await this.directory.namesOf([...new Set(people)]);
    return toPage(rows, query.limit, keyOf, (row) => toAttempt(row, names));
  }

  /** Buckets begin where clocks show a round time, so that they don't move from one look to the next. */
  async timeline(period: TimelinePeriod): Promise<{ width: number; data: TimelineBucket[] }> {
    const { length, width } = scales[period];
    const until = (Math.floor(this.clock.time() / width) + 1) * width;
    const found = await this.counts.timeline(
      this.database.connection,
      new Date(until - length),
      new Date(until),
      width / 1000,
    );
    const data = found.map(({ start, ...count }) => ({ start: start.toISOString(), ...count }));
    return { width: width / 1000, data };
  }

  async top({ by, period, limit }: RouteQuery<typeof attemptRoutes.top>): Promise<TopEntry[]> {
    const since = after(this.clock.now(), -(period === 'hour' ? hours(1) : days(1)));
    return this.counts.top(this.database.connection, by, since, limit);
  }

  async pivot({ by, value }: RouteQuery<typeof attemptRoutes.pivot>): Promise<PivotEntry[]> {
    const { connection } = this.database;
    const since = after(this.clock.now(), -days(1));
    if (by === 'account') return this.counts.addressesOf(connection, value.toLowerCase(), since);
    const network = canonicalNetwork(value);
    return network === null ? [] : this.counts.accountsOf(connection, network.source, since);
  }
}

function filterOf(query: Query): AttemptFilter {
  const from = query['occurredAt[gte]'];
  const until = query['occurredAt[lt]'];
  const network = query.address === undefined ? null : canonicalNetwork(query.address);
  return {
    ...(network && { within: network.source }),
    ...(network?.address !== undefined && { address: network.address }),
    ...(query.account !== undefined && accountOf(query.account)),
    ...(query.kind && { kind: query.kind }),
    ...(query.failure && { failure: query.failure }),
    ...(query.organizationId !== undefined && { organizationId: query.organizationId }),
    ...(query.newDevice && { newDevice: query.newDevice === 'true' }),
    ...(query.outcome && { succeeded: query.outcome === 'succeeded' }),
    ...(from !== undefined && { from: new Date(from) }),
    ...(until !== undefined && { until: new Date(until) }),
    ...(query.cursor !== undefined && { after: positionOf(query.cursor) }),
  };
}

const accountOf = (account: string): AttemptFilter =>
  uuid.test(account) ? { userId: account } : { identifier: account.toLowerCase() };

const keyOf = ({ occurredAt: at, id }: AttemptRow): string => positionKey({ at, id });

const toAttempt = (row: AttemptRow, names: ReadonlyMap<string, string>): LoginAttempt => ({
  ...row,
  occurredAt: row.occurredAt.toISOString(),
  userName: row.userId === null ? null : (names.get(row.userId) ?? null),
});
