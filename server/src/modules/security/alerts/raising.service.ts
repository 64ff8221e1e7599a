import { Injectable } from '@nestjs/common';
import { type AlertSeverity, events } from '@gatehouse/contracts/events';
import type { DetectionKey, DetectionSettings } from '@gatehouse/contracts/security/detections';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import type { Finding, Rule } from '../detections/rule.js';
import { AlertsRepository } from './alerts.repository.js';
import { aboutAlert, type AlertRow } from './alerts.table.js';

/** Raises alerts: one for a rule and a subject, until nothing of the kind was seen for a window. */
@Injectable()
export class RaisingService {
  private readonly countAlert: (values: {
    detection: DetectionKey;
    severity: AlertSeverity;
  }) => void;

  constructor(
    private readonly repository: AlertsRepository,
    private readonly events: Events,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    const labels = ['detection', 'severity'] as const;
    this.countAlert = metrics.counter('alerts_raised_total', 'Alerts that were raised', labels);
  }

  /** Counts a finding with the alert that it belongs to, or raises one. */
  async raise(
    tx: Transaction,
    rule: Rule,
    finding: Finding,
    settings: DetectionSettings,
  ): Promise<void> {
    const { key: detection, subjectType } = rule;
    const { subject, at, fresh } = finding;
    await this.repository.lock(tx, detection);
    const last = await this.repository.findLast(tx, detection, subject);
    if (last && belongsTo(last, at, settings.windowMinutes)) {
      // What was resolved stays so, and is over a window later, however long it goes on.
      const seen = last.state === 'resolved' ? null : at;
      return this.repository.addOccurrences(tx, last.id, fresh, seen);
    }
    const { severity } = settings;
    // Of accounts and of memory it measures something else, such as a speed.
    const countsThings = subjectType !== 'account' && !('read' in rule);
    const row: AlertRow = {
      id: newId(),
      detection,
      subjectType,
      subject,
      severity,
      summary: finding.summary.text,
      said: finding.summary.said,
      occurrences: countsThings ? Math.max(fresh, finding.count) : fresh,
      firstAt: at,
      lastAt: at,
      state: 'open',
      stateBefore: null,
      mutedUntil: null,
      assigneeId: null,
      updatedBy: null,
      updatedAt: this.clock.now(),
    };
    await this.repository.insert(tx, row);
    await this.tell(tx, row, finding);
    this.countAlert({ detection, severity });
  }

  private async tell(tx: Transaction, row: AlertRow, { event }: Finding): Promise<void> {
    const { id: alertId, detection } = row;
    const data = { alertId, detection, ...foundOf(row) };
    await this.events.add(tx, events.alertRaised, data, {
      ...(event && { causedBy: event }),
      ...aboutAlert(alertId),
      actorId: null,
    });
  }
}

/** What events tell of what was found. */
export const foundOf = ({ severity, summary, said }: AlertRow) => ({
  severity,
  summary,
  ...(said === null ? {} : { said }),
});

/** Whether what was seen at a moment is more of the same. */
function belongsTo(alert: AlertRow, at: Date, windowMinutes: number): boolean {
  const { state, mutedUntil, lastAt } = alert;
  if (state === 'muted' && mutedUntil && at < mutedUntil) return true;
  return at < after(lastAt, minutes(windowMinutes));
}
