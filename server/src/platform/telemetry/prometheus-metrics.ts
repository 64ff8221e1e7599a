import { errors } from '@gatehouse/contracts/errors';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import {
  type AuthMethod,
  type ConnectionPool,
  Metrics,
  type Outcome,
  type RouteMeter,
  type TwoFactorOperation,
} from './metrics.js';
import { RequestTally } from './request-tally.js';

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const authMethods = new Set([
  'password',
  'refresh',
  'totp',
  'backup_code',
  'passkey',
  'email_code',
  'sms_code',
  'api_key',
  'social',
  'magic_link',
]);
const operations = new Set(['enable', 'verify', 'disable']);
const outcomes = new Set(['success', 'failure']);

/** Longest a value may take to be read at a scrape, in milliseconds. */
const readTimeout = 2000;

const known = (values: ReadonlySet<string>, value: string): string =>
  values.has(value) ? value : 'other';

/** Keeps the numbers in this process with prom-client. */
export class PrometheusMetrics extends Metrics {
  readonly #registry = new Registry();
  readonly #meters = new Map<string, RouteMeter>();
  readonly #tally = new RequestTally(this.#registry);
  readonly #errors = this.#counter('http_errors_total', 'HTTP answers that are errors, by code', [
    'endpoint',
    'code',
  ]);
  readonly #auth = this.#counter('auth_attempts_total', 'Attempts to sign in', [
    'method',
    'outcome',
  ]);
  readonly #twoFactor = this.#counter('two_factor_attempts_total', 'Second factors used', [
    'operation',
    'outcome',
  ]);
  readonly #twoFactorFailures = this.#counter(
    'two_factor_failures_total',
    'Second factors that were refused',
    [],
  );

  /** @param options `process: false` leaves the numbers of the process out, for tests. */
  constructor(options: { service: string; process?: boolean }) {
    super();
    this.#registry.setDefaultLabels({ service: options.service });
    // The default precision wakes an idle process a hundred times a second.
    if (options.process !== false)
      collectDefaultMetrics({ register: this.#registry, eventLoopMonitoringPrecision: 100 });
  }

  authAttempt({ method, outcome }: { method: AuthMethod; outcome: Outcome }): void {
    this.#auth.inc({ method: known(authMethods, method), outcome: known(outcomes, outcome) });
  }

  twoFactorAttempt(attempt: { operation: TwoFactorOperation; outcome: Outcome }): void {
    const { operation, outcome } = attempt;
    this.#twoFactor.inc({
      operation: known(operations, operation),
      outcome: known(outcomes, outcome),
    });
    if (operation === 'verify' && outcome === 'failure') this.#twoFactorFailures.inc();
  }

  observeActiveSessions(count: () => number | Promise<number>): void {
    this.gauge('active_sessions', 'Sessions that are live', count);
  }

  observeDatabase(pool: ConnectionPool): void {
    const collect = (gauge: Gauge<'state'>) => {
      gauge.set({ state: 'active' }, pool.totalCount - pool.idleCount);
      gauge.set({ state: 'idle' }, pool.idleCount);
      gauge.set({ state: 'waiting' }, pool.waitingCount);
    };
    this.#gauge('db_connections', 'Connections to the database; waiting ones are wanted', collect, [
      'state',
    ]);
  }

  route(method: string, route: string): RouteMeter {
    const label = known(methods, method);
    const key = `${label} ${route}`;
    const meter = this.#meters.get(key) ?? this.#newMeter(label, route);
    this.#meters.set(key, meter);
    return meter;
  }

  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    this.#gauge(name, help, async (gauge) => {
      const value = await withinTime(read);
      if (value !== undefined) gauge.set(value);
    });
  }

  gauges(
    name: string,
    help: string,
    label: string,
    read: () => Promise<ReadonlyMap<string, number>>,
  ): void {
    const collect = async (gauge: Gauge) => {
      const values = await withinTime(read);
      for (const [each, value] of values ?? []) gauge.set({ [label]: each }, value);
    };
    this.#gauge(name, help, collect, [label]);
  }

  counter<L extends string>(name: string, help: string, labels: readonly L[]) {
    const counter = this.#counter(name, help, labels);
    return (values: Record<L, string>) => counter.inc(values);
  }

  async exposition(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }

  #newMeter(method: string, route: string): RouteMeter {
    const tally = this.#tally.route(method, route);
    return {
      observe: (status, seconds) => tally.observe(status, seconds),
      error: (code) =>
        this.#errors.inc({ endpoint: route, code: Object.hasOwn(errors, code) ? code : 'other' }),
    };
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge<L extends string>(
    name: string,
    help: string,
    collect: (gauge: Gauge<L>) => void | Promise<void>,
    labelNames: readonly L[] = [],
  ): void {
    this.#registry.removeSingleMetric(name);
    const gauge: Gauge<L> = new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      collect: () => collect(gauge),
    });
  }
}

/** The value, or undefined when it cannot be had: the other numbers must be told nevertheless. */
async function withinTime<T>(read: () => T | Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, readTimeout, undefined);
  });
  try {
    return await Promise.race([read(), timeout]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
