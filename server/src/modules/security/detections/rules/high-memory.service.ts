import { freemem, totalmem } from 'node:os';
import { Injectable } from '@nestjs/common';
import type { FindingKey } from '@gatehouse/contracts/language/finding-words';
import type { DetectionSettings } from '@gatehouse/contracts/security/detections';
import { Config } from '../../../../platform/config/config.js';
import { type GaugeRule, say, type Summary } from '../rule.js';

const mebibyte = 1_048_576;
const asText = (bytes: number): string => `${Math.round(bytes / mebibyte)} MiB`;

/**
 * Memory that runs out: of this process, where it has a limit (configured, or of its control group),
 * and of the machine (S0-087).
 */
@Injectable()
export class HighMemory implements GaugeRule {
  readonly key = 'high_memory';
  readonly title = 'High memory';
  readonly description =
    'A process comes near its limit of memory, or the machine has hardly any left.';
  readonly advice =
    'Look at the queues and the load first. Give the process more memory or another instance; restart it if it grows without load, and report that with a heap snapshot.';
  readonly unit = '% of the memory used';
  readonly subjectType = 'installation';
  private readonly limit: number | null;

  constructor(config: Config) {
    const configured = config.GATEHOUSE_MEMORY_LIMIT_MB;
    this.limit = configured === undefined ? groupLimit() : configured * mebibyte;
  }

  defaults = (): DetectionSettings => ({
    enabled: true,
    threshold: 85,
    windowMinutes: 15,
    action: 'alert',
    severity: 'high',
  });

  /** What is nearer to its end. */
  read(): { count: number; summary: Summary } {
    const machine = percentOf(totalmem() - freemem(), totalmem(), 'machine_memory');
    if (this.limit === null) return machine;
    const own = percentOf(process.memoryUsage.rss(), this.limit, 'process_memory');
    return own.count >= machine.count ? own : machine;
  }
}

function percentOf(used: number, limit: number, key: FindingKey) {
  const count = Math.round((used / limit) * 100);
  const summary = say(key, { used: asText(used), limit: asText(limit), count });
  return { count, summary };
}

/** What the control group of this process allows; null where that is no less than there is. */
function groupLimit(): number | null {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : null;
}
