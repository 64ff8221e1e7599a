import { Injectable } from '@nestjs/common';
import type { Health } from '@gatehouse/contracts/platform';
import { Clock, seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Draining } from './draining.js';
import { type HealthCheck, HealthChecks } from './health-check.js';
import { version } from './version.js';

/** How long an answer is used again, so that probes cannot load what they probe. */
const freshFor = seconds(1);
/** Longest a check may take. */
const patience = seconds(2);

type Checked = Health['checks'][string] & { readonly critical: boolean };

/** Asks everything that the process depends on, at most once a second. */
@Injectable()
export class HealthService extends HealthChecks {
  readonly #checks: HealthCheck[] = [];
  readonly #kept = new Map<HealthCheck, { readonly until: number; readonly checked: Checked }>();
  readonly #underWay = new Map<HealthCheck, Promise<'up' | 'down'>>();
  readonly #startedAt: number;
  #latest: Promise<Map<string, Checked>> | undefined;
  #askedAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly draining: Draining,
    private readonly config: Config,
  ) {
    super();
    this.#startedAt = clock.now().getTime();
  }

  add(check: HealthCheck): void {
    this.#checks.push(check);
    this.#latest = undefined;
  }

  /** Health of the process; `down` without something critical or while it is about to stop. */
  async health(): Promise<Health> {
    const checked = await this.#checked();
    return {
      status: this.draining.begun ? 'down' : statusOf([...checked.values()]),
      app: this.config.GATEHOUSE_APP,
      version,
      uptimeSeconds: Math.round((this.clock.now().getTime() - this.#startedAt) / 1000),
      checks: Object.fromEntries(
        [...checked].map(([name, { status, latencyMs }]) => [name, { status, latencyMs }]),
      ),
    };
  }

  /** Callers at once share one round of checks. */
  #checked(): Promise<Map<string, Checked>> {
    const now = this.clock.now().getTime();
    if (this.#latest === undefined || now - this.#askedAt >= freshFor) {
      this.#askedAt = now;
      this.#latest = this.#askAll();
    }
    return this.#latest;
  }

  async #askAll(): Promise<Map<string, Checked>> {
    const asked = this.#checks.map(
      async (check) => [check.name, await this.#fresh(check)] as const,
    );
    return new Map(await Promise.all(asked));
  }

  /** What a check said last, while it is fresh enough for that check. */
  async #fresh(check: HealthCheck): Promise<Checked> {
    const now = this.clock.now().getTime();
    const kept = this.#kept.get(check);
    if (kept && now < kept.until) return kept.checked;
    const checked = await this.#ask(check);
    if (check.freshFor !== undefined)
      this.#kept.set(check, { until: now + check.freshFor, checked });
    return checked;
  }

  /** Tells up or down and how long it took, never why: errors name hosts and users. */
  async #ask(check: HealthCheck): Promise<Checked> {
    const begun = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<'down'>((resolve) => {
      timer = setTimeout(resolve, patience, 'down');
    });
    const status = await Promise.race([this.#outcome(check), timeout]);
    clearTimeout(timer);
    const latencyMs = Math.round((performance.now() - begun) * 100) / 100;
    return { status, latencyMs, critical: check.critical };
  }

  /** A check that hangs is not begun again beside itself, or probes would use up every connection. */
  #outcome(check: HealthCheck): Promise<'up' | 'down'> {
    const underWay = this.#underWay.get(check);
    if (underWay) return underWay;
    const outcome = check
      .check()
      .then(
        () => 'up' as const,
        () => 'down' as const,
      )
      .finally(() => this.#underWay.delete(check));
    this.#underWay.set(check, outcome);
    return outcome;
  }
}

function statusOf(checked: readonly Checked[]): Health['status'] {
  const down = checked.filter(({ status }) => status === 'down');
  if (down.some(({ critical }) => critical)) return 'down';
  return down.length > 0 ? 'degraded' : 'ok';
}
