import { Injectable } from '@nestjs/common';
import { type CloudEvent, events as catalogue } from '@gatehouse/contracts/events';
import { after, Clock, days, hours } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { Observed } from '../detections/rule.js';
import { attemptOf } from './attempt.js';
import { AttemptCountsRepository } from './attempt-counts.repository.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';
import type { AttemptRow } from './login-attempts.table.js';

const { newDeviceUsed } = catalogue;

const isNewDevice = ({ type }: CloudEvent): boolean => type === newDeviceUsed.type;

/** Writes attempts down as events tell of them. */
@Injectable()
export class RecorderService {
  constructor(
    private readonly repository: LoginAttemptsRepository,
    private readonly counts: AttemptCountsRepository,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** @returns the attempts to look at: the new ones, and sign-ins that turned out to be on a new device. */
  async record(tx: Transaction, events: readonly CloudEvent[]): Promise<Observed[]> {
    const observed = events.flatMap((event) => {
      const attempt = attemptOf(event);
      return attempt && this.isKept(attempt) ? [{ attempt, event }] : [];
    });
    if (observed.length === 0 && !events.some(isNewDevice)) return [];
    // One at a time: two that count beside each other would each miss what the other one has.
    await this.repository.lock(tx);
    const rows = observed.map(({ attempt }) => attempt);
    await this.makePartitions(tx, rows);
    await this.repository.insert(tx, rows);
    await this.counts.add(tx, rows);
    return [...observed, ...(await this.markDevices(tx, events))];
  }

  private isKept({ occurredAt }: AttemptRow): boolean {
    return occurredAt > after(this.clock.now(), -days(this.config.GATEHOUSE_KEEP_ATTEMPTS_DAYS));
  }

  /** For events that come days late; those of the days around now are there. */
  private async makePartitions(tx: Transaction, rows: readonly AttemptRow[]): Promise<void> {
    const old = rows
      .filter(({ occurredAt }) => occurredAt < after(this.clock.now(), -days(1)))
      .map(({ occurredAt }) => occurredAt.toISOString().slice(0, 10));
    for (const day of new Set(old)) await this.repository.makePartition(tx, new Date(day));
  }

  private async markDevices(tx: Transaction, events: readonly CloudEvent[]): Promise<Observed[]> {
    const told = events.filter(isNewDevice);
    const [first] = told;
    if (!first) return [];
    const bySession = new Map(
      told.map((event) => [newDeviceUsed.data.parse(event.data).sessionId, event]),
    );
    const people = told.map(({ data }) => newDeviceUsed.data.parse(data).userId);
    const since = after(new Date(first.time), -hours(1));
    const rows = await this.repository.markNewDevices(tx, people, [...bySession.keys()], since);
    return rows.map((attempt) => ({
      attempt,
      event: bySession.get(attempt.sessionId ?? '') ?? first,
    }));
  }
}
