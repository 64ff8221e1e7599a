import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QuietLogger } from '../../../../test/harness/events.js';
import { SystemClock } from '../../../kernel/clock.js';
import { loadConfig } from '../../../platform/config/config.js';
import type { Metrics } from '../../../platform/telemetry/metrics.js';
import { Dispatcher } from './dispatcher.js';
import type { Room } from './places.js';
import type { SenderService } from './sender.service.js';
import type { ClaimedDelivery, SendingRepository } from './sending.repository.js';

const metrics = { counter: () => () => undefined, gauge: () => undefined } as unknown as Metrics;
/** How many endpoints have how many due deliveries. */
const backlogOf = (endpoints: number, each: number): ClaimedDelivery[] =>
  Array.from({ length: endpoints * each }, (_, index) => {
    const endpoint = {
      id: `00000000-0000-0000-0000-${String(index % endpoints).padStart(12, '0')}`,
    };
    return { delivery: { id: `delivery ${index}` }, endpoint } as ClaimedDelivery;
  });

describe('the dispatcher', () => {
  let due: ClaimedDelivery[];
  let sent: string[];
  let answer: () => Promise<unknown>;
  let dispatcher: Dispatcher;

  /** As the statement does, for one lane. */
  function claim(_now: Date, _until: Date, { free, perEndpoint, allowances }: Room) {
    const counts = new Map<string, number>();
    const claimed = due.filter(({ endpoint: { id } }) => {
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      return count <= (allowances.get(id) ?? perEndpoint);
    });
    const some = claimed.slice(0, free);
    due = due.filter((one) => !some.includes(one));
    return Promise.resolve(some);
  }

  const repository = {
    claim: vi.fn(claim),
    giveBack: (claimed: readonly ClaimedDelivery[]) => Promise.resolve(void due.push(...claimed)),
  };
  const sender = {
    send: async ({ delivery }: ClaimedDelivery, answered: () => void) => {
      await answer();
      answered();
      sent.push(delivery.id);
      return 'succeeded';
    },
  };

  beforeEach(() => {
    // Whatever it looks at every second: nothing here may need it.
    vi.useFakeTimers({ toFake: ['setInterval'] });
    repository.claim.mockClear();
    sent = [];
    answer = () => sleep(1);
    dispatcher = new Dispatcher(
      repository as unknown as SendingRepository,
      sender as unknown as SenderService,
      new SystemClock(),
      new QuietLogger(),
      loadConfig({ NODE_ENV: 'test' }),
      metrics,
    );
  });
  afterEach(() => vi.useRealTimers());

  it.each([
    { endpoints: 1, each: 500 },
    { endpoints: 3, each: 100 },
    { endpoints: 200, each: 4 },
  ])('sends all that $endpoints endpoints have to get, each once', async ({ endpoints, each }) => {
    due = backlogOf(endpoints, each);
    dispatcher.wake();
    await expect.poll(() => sent.length, { timeout: 5_000 }).toBe(endpoints * each);
    expect(new Set(sent).size).toBe(sent.length);
    await dispatcher.beforeApplicationShutdown();
  });

  it('claims much at once of an endpoint that answers at once', async () => {
    due = backlogOf(1, 400);
    dispatcher.wake();
    await expect.poll(() => sent.length, { timeout: 5_000 }).toBe(400);
    expect(repository.claim.mock.calls.length).toBeLessThan(40);
    await dispatcher.beforeApplicationShutdown();
  });

  it('gives back what waits for a place when it stops, and ends what is under way', async () => {
    due = backlogOf(1, 100);
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    answer = () => (sent.length < 20 ? sleep(1) : released);
    dispatcher.wake();
    await expect.poll(() => sent.length).toBeGreaterThanOrEqual(20);
    const stopped = dispatcher.beforeApplicationShutdown();
    await expect.poll(() => due.length).toBeGreaterThan(0);
    release();
    await stopped;
    const all = [...sent, ...due.map(({ delivery }) => delivery.id)];
    expect([all.length, new Set(all).size]).toEqual([100, 100]);
  });
});
