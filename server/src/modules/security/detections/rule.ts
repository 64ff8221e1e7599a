import type { CloudEvent } from '@gatehouse/contracts/events';
import {
  type FindingFacts,
  type FindingKey,
  sayFinding,
} from '@gatehouse/contracts/language/finding-words';
import { defaultLocale } from '@gatehouse/contracts/language/locale';
import type { DetectionKey, DetectionSettings } from '@gatehouse/contracts/security/detections';
import type { SubjectType } from '@gatehouse/contracts/security/alerts';
import type { Clock } from '../../../kernel/clock.js';
import type { Config } from '../../../platform/config/config.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { AttemptRow } from '../login-attempts/login-attempts.table.js';

/** An attempt with the event that told of it. */
export interface Observed {
  readonly attempt: AttemptRow;
  readonly event: CloudEvent;
}

/** Attempts that a counting rule counts. */
export const measured = {
  failures: ({ succeeded, kind }: AttemptRow) =>
    !succeeded && (kind === 'sign_in' || kind === 'second_factor'),
  codes: ({ succeeded, kind }: AttemptRow) => !succeeded && kind === 'second_factor',
  keys: ({ kind }: AttemptRow) => kind === 'api_key',
  tokens: ({ kind }: AttemptRow) => kind === 'refresh_token',
  new_devices: ({ newDevice }: AttemptRow) => newDevice,
} as const;

/** What a counting rule counts, by whom. */
export interface Measure {
  readonly of: keyof typeof measured;
  readonly by: 'network' | 'userId';
  /** Different accounts, or tries. */
  readonly count: 'accounts' | 'tries';
}

interface RuleFacts {
  readonly key: DetectionKey;
  readonly title: string;
  readonly description: string;
  /** What whoever sees its alert does first. */
  readonly advice: string;
  /** What the threshold counts. */
  readonly unit: string;
  readonly subjectType: SubjectType;
  defaults(config: Config): DetectionSettings;
}

/** What was found: in English, and how it is said in other languages. */
export interface Summary {
  readonly text: string;
  readonly said: Said;
}

/** A sentence, and what it names. */
export interface Said {
  readonly key: FindingKey;
  readonly facts: FindingFacts;
}

/** Says what was found. */
export function say(key: FindingKey, named: Readonly<Record<string, string | number>>): Summary {
  const facts = Object.fromEntries(
    Object.entries(named).map(([name, value]) => [name, String(value)]),
  );
  return { text: sayFinding(defaultLocale, key, facts) ?? key, said: { key, facts } };
}

/** A rule that counts attempts of a subject in a window. */
export interface CountingRule extends RuleFacts {
  readonly measure: Measure;
  /** @param subject the address or network; no sentence names a person. */
  summary(count: number, settings: DetectionSettings, subject: string): Summary;
}

/** What a rule found. */
export interface Finding {
  readonly subject: string | null;
  readonly summary: Summary;
  /** How many there were in the window, of what the rule counts. */
  readonly count: number;
  /** How many of them are new. */
  readonly fresh: number;
  readonly at: Date;
  /** What it was seen by; null where that was no event. */
  readonly event: CloudEvent | null;
}

/** From how many on a rule finds something, and in which time. */
export type Thresholds = Pick<DetectionSettings, 'threshold' | 'windowMinutes'>;

/** What thresholds would have found. */
export interface Found {
  /** Addresses or accounts. */
  readonly found: number;
  /** Of these, those that signed in within a day after. */
  readonly laterSignedIn: number;
}

abstract class OwnRule implements RuleFacts {
  abstract readonly key: DetectionKey;
  abstract readonly title: string;
  abstract readonly description: string;
  abstract readonly advice: string;
  abstract readonly unit: string;
  abstract readonly subjectType: SubjectType;
  /** Why it cannot work here; null where it can. */
  readonly missing: string | null = null;
  abstract defaults(config: Config): DetectionSettings;
  /** What thresholds would have found since a moment. */
  abstract dryRun(tx: Transaction, thresholds: Thresholds, since: Date): Promise<Found>;
}

/** A rule that looks in a way of its own. */
export abstract class SpecialRule extends OwnRule {
  abstract find(
    tx: Transaction,
    observed: readonly Observed[],
    settings: DetectionSettings,
  ): Promise<Finding[]>;
}

/** Attempts that wait for a look. */
export interface Gathered {
  /** How many concern the rule, of those that were not looked at yet. */
  readonly fresh: number;
  /** When the latest was made. */
  readonly at: Date;
  /** The last that concerns the rule; null where none was seen by this process. */
  readonly event: CloudEvent | null;
}

/**
 * A rule whose looks cost so much that they are not made at every attempt, but from time to time at
 * all that came since.
 */
export abstract class GatheringRule extends OwnRule {
  /** What waits for a look; null where nothing does. */
  gathered: Gathered | null = null;

  constructor(private readonly clock: Clock) {
    super();
  }

  abstract find(
    tx: Transaction,
    gathered: Gathered,
    settings: DetectionSettings,
  ): Promise<Finding | null>;
  /** Whether there is something to look at when it was made. */
  protected abstract concerns(attempt: AttemptRow): boolean;

  /** Keeps in mind that what was made until now is to be looked at: whoever gathered it may be gone. */
  recall(): void {
    this.gathered = { fresh: 0, at: this.clock.now(), event: null };
  }

  /** Keeps in mind that these are to be looked at. */
  gather(observed: readonly Observed[]): void {
    const fresh = observed.filter(({ attempt }) => this.concerns(attempt));
    if (!this.gathered && fresh.length === 0) return;
    const event = fresh.at(-1)?.event ?? this.gathered?.event ?? null;
    // Successes that came with them count too: whoever gets in mistyped.
    const moments = observed.map(({ attempt }) => attempt.occurredAt.getTime());
    const before = this.gathered ?? { fresh: 0, at: new Date(0) };
    this.gathered = {
      fresh: before.fresh + fresh.length,
      at: new Date(Math.max(before.at.getTime(), ...moments)),
      event,
    };
  }

  /**
   * Says that a look at these succeeded. They are looked at once more, because the transaction that
   * gathered them may not have been over by then.
   */
  wasLookedAt(these: Gathered): void {
    if (!this.gathered) return;
    const fresh = this.gathered.fresh - these.fresh;
    this.gathered = these.fresh === 0 && fresh === 0 ? null : { ...this.gathered, fresh };
  }
}

/** A rule that looks at this process and its machine instead of attempts. */
export interface GaugeRule extends RuleFacts {
  /** What is used, of a hundred. */
  read(): { readonly count: number; readonly summary: Summary };
}

/** A rule that another module's event speaks for. */
export interface ToldRule extends RuleFacts {
  /** Type of event. */
  readonly tellsOf: string;
  /** Whom it is about; the installation, when left out. */
  subjectOf?(event: CloudEvent): string;
  /** What is wrong; null where nothing is. */
  summaryOf(event: CloudEvent): Summary | null;
}

export type Rule = CountingRule | GatheringRule | SpecialRule | GaugeRule | ToldRule;

/** What a rule does now, by what was set of it or by default; null where it does nothing. */
export function settingsInForce(
  rule: Rule,
  set: ReadonlyMap<DetectionKey, DetectionSettings>,
  config: Config,
): DetectionSettings | null {
  const settings = set.get(rule.key) ?? rule.defaults(config);
  return settings.enabled && settings.action !== 'none' ? settings : null;
}
