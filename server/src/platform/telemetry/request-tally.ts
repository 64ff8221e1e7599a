import { type Metric, Registry } from 'prom-client';

/** Upper bounds of the buckets, in seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const durations = 'http_request_duration_seconds';
const requests = 'http_requests_total';

type Labels = Readonly<Record<string, string>>;

/** What came of the requests of one route. */
class RouteTally {
  readonly byStatus = new Map<number, number>();
  /** Requests by the first bound that they kept; the last place is for those that kept none. */
  readonly byBound = new Float64Array(bounds.length + 1);
  sum = 0;

  constructor(
    readonly method: string,
    readonly route: string,
  ) {}

  observe(status: number, seconds: number): void {
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1);
    let place = 0;
    while (place < bounds.length && seconds > (bounds[place] ?? 0)) place += 1;
    this.byBound[place] = (this.byBound[place] ?? 0) + 1;
    this.sum += seconds;
  }
}

/**
 * Counts requests and how long they took, and shows them to a registry as a counter and a histogram.
 * Every request is counted, so it is done by adding up alone: prom-client's own would look a series
 * up by its labels each time.
 */
export class RequestTally {
  readonly #routes: RouteTally[] = [];

  constructor(registry: Registry) {
    registry.registerMetric(this.#shown(requests, 'HTTP requests', 'counter', counted));
    const help = 'Time until an HTTP answer was sent, in seconds';
    registry.registerMetric(this.#shown(durations, help, 'histogram', timed));
  }

  /** Begins to count the requests of a route. */
  route(method: string, route: string): RouteTally {
    const tally = new RouteTally(method, route);
    this.#routes.push(tally);
    return tally;
  }

  /** A metric as a registry asks for it. */
  #shown(name: string, help: string, type: string, valuesOf: typeof counted): Metric {
    const get = () =>
      Promise.resolve({
        name,
        help,
        type,
        aggregator: 'sum',
        values: this.#routes.flatMap(valuesOf),
      });
    return { name, get } as unknown as Metric;
  }
}

interface Value {
  readonly value: number;
  readonly labels: Labels;
  readonly metricName: string;
}

const counted = ({ method, route, byStatus }: RouteTally): Value[] =>
  [...byStatus].map(([status, value]) => ({
    value,
    labels: { method, route, status: String(status) },
    metricName: requests,
  }));

function timed({ method, route, byBound, sum }: RouteTally): Value[] {
  let value = 0;
  const labels = { method, route };
  const buckets = [...byBound].map((count, place) => {
    value += count;
    const le = String(bounds[place] ?? '+Inf');
    return { value, labels: { le, ...labels }, metricName: `${durations}_bucket` };
  });
  return [
    ...buckets,
    { value: sum, labels, metricName: `${durations}_sum` },
    { value, labels, metricName: `${durations}_count` },
  ];
}
