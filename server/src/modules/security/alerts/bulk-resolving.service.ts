import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { AlertsChosen } from '@gatehouse/contracts/security/alerts';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { filterOf } from './alert-filter.js';
import { AlertNotesRepository } from './alert-notes.repository.js';
import { type AlertFilter, AlertsRepository } from './alerts.repository.js';
import { aboutAlert } from './alerts.table.js';

/** Alerts of one transaction, and of one call. */
const atOnce = 500;
const mostAtATime = 5_000;

/** Resolves many alerts: a botnet leaves one for each of its addresses. */
@Injectable()
export class BulkResolvingService {
  constructor(
    private readonly repository: AlertsRepository,
    private readonly notes: AlertNotesRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Each alert is told of and noted as if it were resolved alone.
   * @param chosen which; `seenUntil` leaves those that were seen later.
   * @param by null where nobody did it.
   * @returns how many it were, and whether there may be more.
   */
  async resolve(
    chosen: AlertsChosen & { seenUntil: string },
    by: string | null,
    reason: string,
  ): Promise<{ resolved: number; more: boolean }> {
    const filter = filterOf(chosen, this.clock.now());
    for (let resolved = 0; resolved < mostAtATime;) {
      const some = await this.resolveSome(filter, by, reason);
      resolved += some;
      if (some < atOnce) return { resolved, more: false };
    }
    return { resolved: mostAtATime, more: true };
  }

  private async resolveSome(filter: AlertFilter, by: string | null, text: string): Promise<number> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const change = { updatedBy: by, updatedAt: now };
      const rows = await this.repository.resolveSome(tx, filter, atOnce, change);
      if (rows.length === 0) return 0;
      const said = { kind: 'resolved', text, authorId: by, createdAt: now } as const;
      await this.notes.insert(tx, ...rows.map(({ id }) => ({ id: newId(), alertId: id, ...said })));
      const told = rows.map(({ id: alertId, detection, state, assigneeId }) => {
        const data = { alertId, detection, state, assigneeId, reason: text };
        return this.events.rowOf(events.alertUpdated, data, aboutAlert(alertId));
      });
      await this.events.addAll(tx, told);
      return rows.length;
    });
  }
}
