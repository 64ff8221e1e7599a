import { EventEmitter } from 'node:events';
import type { ClientBase } from 'pg';
import { expect, it } from 'vitest';
import { SystemClock } from '../src/kernel/clock.js';
import { Pump } from '../src/modules/notifications/pump.js';
import { Dispatcher } from '../src/modules/webhooks/sending/dispatcher.js';
import type { SenderService } from '../src/modules/webhooks/sending/sender.service.js';
import type { SendingRepository } from '../src/modules/webhooks/sending/sending.repository.js';
import { Changes } from '../src/platform/database/changes.js';
import { RetryTimers } from '../src/platform/events/delivery/retry-timers.js';
import { RequestContext, requestContext } from '../src/platform/http/request-context.js';
import { PrometheusMetrics } from '../src/platform/telemetry/prometheus-metrics.js';
import { configOf, QuietLogger } from './harness/events.js';

const request = new RequestContext('request-1', 0, '192.0.2.1', '', undefined);
const clock = new SystemClock();

/** Does something within a request, and tells in whose context the work ran that it woke. */
function contextOf(wake: (work: () => void) => void): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  requestContext.run(request, () => wake(() => resolve(requestContext.getStore()?.requestId)));
  return promise;
}

class TestPump extends Pump {
  constructor(private readonly work: () => void) {
    super(1000, 'no complaint', new QuietLogger());
  }
  override async workDue(): Promise<boolean> {
    this.work();
    return false;
  }
}

it('a pump that is woken from a request does not work in its name', async () => {
  expect(
    await contextOf((work) => {
      const pump = new TestPump(work);
      pump.start();
      pump.wake();
    }),
  ).toBeUndefined();
});

it('webhooks are not sent in the name of the request that woke the dispatcher', async () => {
  const waking = contextOf((work) => {
    const claim = () => {
      work();
      return Promise.resolve([]);
    };
    new Dispatcher(
      { claim } as unknown as SendingRepository,
      {} as SenderService,
      clock,
      new QuietLogger(),
      configOf(''),
      new PrometheusMetrics({ service: 'test', process: false }),
    ).wake();
  });
  expect(await waking).toBeUndefined();
});

it('failed events are not tried again in the name of whoever asked for it', async () => {
  const waking = contextOf((work) => {
    const retry = () => {
      work();
      return Promise.resolve(null);
    };
    new RetryTimers(clock, retry).set('effects', new Date(0));
  });
  expect(await waking).toBeUndefined();
});

it('what a connection is notified of is not of the request that it was opened for', async () => {
  const client = Object.assign(new EventEmitter(), { query: () => Promise.resolve() });
  const waking = contextOf((work) => {
    const changes = new Changes();
    changes.on('thing', work);
    void changes.attach(client as unknown as ClientBase);
    client.emit('notification', { channel: 'gatehouse_changes', payload: 'thing 1' });
  });
  expect(await waking).toBeUndefined();
});
