import { Injectable } from '@nestjs/common';
import { type CloudEvent, events as catalogue } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { Erasures } from '../../../platform/erasure/erasures.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { DetectorService } from '../detections/detector.service.js';
import { attemptEvents } from '../login-attempts/attempt.js';
import { RecorderService } from '../login-attempts/recorder.service.js';

const { newDeviceUsed, organizationErased, userErased } = catalogue;

/** What other modules found out. */
const told: readonly string[] = [
  catalogue.auditVerified.type,
  catalogue.passkeyCounterRegressed.type,
];

/**
 * Writes down what was tried and looks whether it is an attack: after the fact, so that no sign-in
 * waits for it, and in one transaction, so that attempt, block and alert are there together.
 */
@Injectable()
export class MonitorListener extends EventListener {
  override readonly name = 'security-monitor';
  override readonly module = 'security';
  override readonly replayRefusal = 'counts sign-in attempts, and would count them twice';
  override readonly types = [
    ...attemptEvents,
    newDeviceUsed.type,
    ...told,
    userErased.type,
    organizationErased.type,
  ];

  constructor(
    private readonly recorder: RecorderService,
    private readonly detector: DetectorService,
    private readonly erasures: Erasures,
  ) {
    super();
  }

  override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    const observed = await this.recorder.record(tx, events);
    await this.detector.look(tx, observed);
    const heard = events.filter(({ type }) => told.includes(type));
    if (heard.length > 0) await this.detector.hear(tx, heard);
    for (const event of events) await this.erasures.follow(tx, this.module, event);
  }
}
