import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { AlertState } from '@gatehouse/contracts/security/alerts';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { AlertNotesRepository } from './alert-notes.repository.js';
import { AlertsRepository } from './alerts.repository.js';
import { aboutAlert, type AlertNoteRow, type AlertRow } from './alerts.table.js';
import { foundOf } from './raising.service.js';

const unresolved: readonly AlertState[] = ['open', 'acknowledged', 'muted'];

/** A change of an alert, from some states alone. */
interface Change {
  readonly from: readonly AlertState[];
  readonly to: (alert: AlertRow) => Partial<AlertRow>;
  /** Why, where that is asked. */
  readonly because?: Pick<AlertNoteRow, 'kind' | 'text'>;
}

/** What staff do with alerts. */
@Injectable()
export class AlertsService {
  constructor(
    private readonly repository: AlertsRepository,
    private readonly notes: AlertNotesRepository,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Takes an alert on. @throws AppError `not_found`, `conflict` when somebody did already. */
  async acknowledge(id: string, by: string): Promise<AlertRow> {
    const to = ({ assigneeId }: AlertRow) => ({
      state: 'acknowledged' as const,
      stateBefore: null,
      mutedUntil: null,
      assigneeId: assigneeId ?? by,
    });
    return this.change(id, by, { from: ['open', 'muted'], to });
  }

  /**
   * To somebody who may answer alerts, who is told.
   * @throws AppError `not_found` also of whoever may not, `conflict` when it is resolved.
   */
  async assign(id: string, by: string, assigneeId: string | null): Promise<AlertRow> {
    if (assigneeId !== null) {
      const able = await this.directory.staffAmong([assigneeId], 'security:manage');
      if (!able.has(assigneeId)) throw new AppError('not_found');
    }
    return this.change(id, by, { from: unresolved, to: () => ({ assigneeId }) });
  }

  /** It is as before when that is over. @throws AppError `not_found`, `conflict` when it is resolved. */
  async mute(id: string, by: string, length: number): Promise<AlertRow> {
    const mutedUntil = after(this.clock.now(), minutes(length));
    const to = ({ state, stateBefore }: AlertRow) => ({
      state: 'muted' as const,
      stateBefore: state === 'muted' ? stateBefore : state,
      mutedUntil,
    });
    return this.change(id, by, { from: unresolved, to });
  }

  /** @throws AppError `not_found`, `conflict` when it is resolved already. */
  async resolve(id: string, by: string, reason: string): Promise<AlertRow> {
    return this.change(id, by, {
      from: unresolved,
      to: () => ({ state: 'resolved', stateBefore: null, mutedUntil: null }),
      because: { kind: 'resolved', text: reason },
    });
  }

  /** @throws AppError `not_found`, `conflict` when it is not resolved. */
  async reopen(id: string, by: string, reason: string): Promise<AlertRow> {
    return this.change(id, by, {
      from: ['resolved'],
      to: () => ({ state: 'open' }),
      because: { kind: 'reopened', text: reason },
    });
  }

  /** @throws AppError `not_found` */
  async note(id: string, by: string, text: string): Promise<AlertNoteRow> {
    return this.database.transaction(async (tx) => {
      const alert = await this.repository.hold(tx, id);
      if (!alert) throw new AppError('not_found');
      const data = { alertId: id, detection: alert.detection };
      await this.events.add(tx, events.alertNoted, data, aboutAlert(id));
      return this.write(tx, id, by, { kind: 'note', text });
    });
  }

  /** Holds the alert first: what it becomes may depend on what somebody else just made of it. */
  private async change(id: string, by: string, change: Change): Promise<AlertRow> {
    const { from, to, because } = change;
    return this.database.transaction(async (tx) => {
      const present = await this.repository.hold(tx, id);
      if (!present) throw new AppError('not_found');
      const fields = { ...to(present), updatedBy: by, updatedAt: this.clock.now() };
      const changed = await this.repository.change(tx, id, from, fields);
      if (!changed) throw new AppError('conflict');
      if (because) await this.write(tx, id, by, because);
      await this.tell(tx, changed, present, because?.text);
      return changed;
    });
  }

  private async write(
    tx: Transaction,
    alertId: string,
    authorId: string,
    said: Pick<AlertNoteRow, 'kind' | 'text'>,
  ): Promise<AlertNoteRow> {
    const note = { id: newId(), alertId, ...said, authorId, createdAt: this.clock.now() };
    await this.notes.insert(tx, note);
    return note;
  }

  private async tell(tx: Transaction, row: AlertRow, before: AlertRow, reason?: string) {
    const { id: alertId, detection, state, assigneeId } = row;
    const { alertAcknowledged, alertAssigned, alertUpdated } = events;
    if (state === 'acknowledged' && before.state !== 'acknowledged')
      await this.events.add(tx, alertAcknowledged, { alertId, detection }, aboutAlert(alertId));
    else if (assigneeId !== null && assigneeId !== before.assigneeId) {
      const data = { alertId, detection, ...foundOf(row), assigneeId };
      await this.events.add(tx, alertAssigned, data, aboutAlert(alertId));
    } else {
      const because = reason === undefined ? {} : { reason };
      const data = { alertId, detection, state, assigneeId, ...because };
      await this.events.add(tx, alertUpdated, data, aboutAlert(alertId));
    }
  }
}
