import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { AlertState, SecurityAlert } from '@gatehouse/contracts/security/alerts';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { Rules } from '../detections/rules.js';
import { AlertsRepository } from './alerts.repository.js';
import type { AlertRow } from './alerts.table.js';

const unresolved: readonly AlertState[] = ['open', 'acknowledged', 'muted'];

/** What staff do with alerts. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly repository: AlertsRepository,
    private readonly rules: Rules,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(
    state: AlertState | undefined,
    limit: number,
    cursor?: string,
  ): Promise<Page<SecurityAlert>> {
    const beforeId = cursor === undefined ? {} : { beforeId: decodeCursor(cursor, idCursor) };
    const filter = { state, now: this.clock.now(), ...beforeId };
    const rows = await this.repository.list(this.database.connection, filter, limit);
    const show = await this.shower(rows);
    return toPage(rows, limit, ({ id }) => id, show);
  }

  /** Takes an alert on. @throws AppError `not_found`, `conflict` when somebody did already. */
  async acknowledge(id: string, by: string): Promise<SecurityAlert> {
    return this.change(id, by, ['open', 'muted'], ({ assigneeId }) => ({
      state: 'acknowledged',
      stateBefore: null,
      mutedUntil: null,
      assigneeId: assigneeId ?? by,
    }));
  }

  /**
   * To somebody who may see alerts, who is told.
   * @throws AppError `not_found` also of whoever may not, `conflict` when it is resolved.
   */
  async assign(id: string, by: string, assigneeId: string | null): Promise<SecurityAlert> {
    if (assigneeId !== null) {
      const able = await this.directory.staffAmong([assigneeId], 'security:manage');
      if (!able.has(assigneeId)) throw new AppError('not_found');
    }
    return this.change(id, by, unresolved, () => ({ assigneeId }));
  }

  /** It is as before when that is over. @throws AppError `not_found`, `conflict` when it is resolved. */
  async mute(id: string, by: string, length: number): Promise<SecurityAlert> {
    const mutedUntil = after(this.clock.now(), minutes(length));
    return this.change(id, by, unresolved, ({ state, stateBefore }) => ({
      state: 'muted',
      stateBefore: state === 'muted' ? stateBefore : state,
      mutedUntil,
    }));
  }

  /** @throws AppError `not_found`, `conflict` when it is resolved already. */
  async resolve(id: string, by: string): Promise<SecurityAlert> {
    return this.change(id, by, unresolved, () => ({
      state: 'resolved',
      stateBefore: null,
      mutedUntil: null,
    }));
  }

  private async change(
    id: string,
    by: string,
    from: readonly AlertState[],
    changeOf: (alert: AlertRow) => Partial<AlertRow>,
  ): Promise<SecurityAlert> {
    const row = await this.database.transaction(async (tx) => {
      const present = await this.repository.find(tx, id);
      if (!present) throw new AppError('not_found');
      const change = { ...changeOf(present), updatedBy: by, updatedAt: this.clock.now() };
      const changed = await this.repository.change(tx, id, from, change);
      if (!changed) throw new AppError('conflict');
      await this.tell(tx, changed, present);
      return changed;
    });
    return (await this.shower([row]))(row);
  }

  private async tell(tx: Transaction, row: AlertRow, before: AlertRow): Promise<void> {
    const { id: alertId, detection, severity, summary, state, assigneeId } = row;
    const about = { organizationId: null, subject: `alert/${alertId}` };
    const { alertAcknowledged, alertAssigned, alertUpdated } = events;
    if (state === 'acknowledged' && before.state !== 'acknowledged')
      await this.events.add(tx, alertAcknowledged, { alertId, detection }, about);
    else if (assigneeId !== null && assigneeId !== before.assigneeId)
      await this.events.add(
        tx,
        alertAssigned,
        { alertId, detection, severity, summary, assigneeId },
        about,
      );
    else await this.events.add(tx, alertUpdated, { alertId, detection, state, assigneeId }, about);
  }

  /** How alerts are shown, with the names of the people that these are about. */
  private async shower(rows: readonly AlertRow[]): Promise<(row: AlertRow) => SecurityAlert> {
    const people = rows.flatMap(({ subjectType, subject, assigneeId }) => [
      subjectType === 'account' ? subject : null,
      assigneeId,
    ]);
    const names = await this.directory.namesOf(
      [...new Set(people)].filter((person) => person !== null),
    );
    const now = this.clock.now();
    return (row) => ({
      ...toAlert(row, names, now),
      advice: this.rules.get(row.detection).advice,
    });
  }
}

function toAlert(row: AlertRow, names: ReadonlyMap<string, string>, now: Date) {
  const { updatedBy: _updatedBy, stateBefore, ...alert } = row;
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? null));
  const muted = row.state === 'muted' && row.mutedUntil !== null && row.mutedUntil > now;
  return {
    ...alert,
    state: row.state === 'muted' && !muted ? (stateBefore ?? 'open') : row.state,
    mutedUntil: muted ? (row.mutedUntil?.toISOString() ?? null) : null,
    subjectName: row.subjectType === 'account' ? nameOf(row.subject) : null,
    assigneeName: nameOf(row.assigneeId),
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
