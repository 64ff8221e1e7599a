import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type Answer, Api } from '../api.js';
import { type RunningGatehouse, startGatehouse } from '../gatehouse.js';
import { Receiver } from '../receiver.js';

interface Endpoint {
  readonly id: string;
  readonly secret: string;
}

/** A Gatehouse with an owner, and a receiver of webhooks for each test. */
class WebhookHouse {
  #gatehouse: RunningGatehouse | undefined;
  #receiver: Receiver | undefined;
  #owner = '';
  #people = 0;
  readonly #made: string[] = [];

  get api(): Api {
    return new Api(this.#gatehouse?.url ?? '');
  }

  get receiver(): Receiver {
    if (!this.#receiver) throw new Error('there is a receiver within a test');
    return this.#receiver;
  }

  async start(): Promise<void> {
    this.#gatehouse = await startGatehouse({ GATEHOUSE_WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8' });
    const { access } = await this.api.setUp(this.#gatehouse.setupUrl, 'owner@example.com');
    this.#owner = (await this.api.turnOnTotp(access)).access;
  }

  async stop(): Promise<void> {
    await this.#gatehouse?.stop();
  }

  async begin(): Promise<void> {
    this.#receiver = await Receiver.start();
  }

  async end(): Promise<void> {
    for (const id of this.#made.splice(0)) await this.call('DELETE', `/webhooks/${id}`);
    await this.#receiver?.stop();
  }

  readonly call = (
    method: string,
    path: string,
    body?: unknown,
    token = this.#owner,
  ): Promise<Answer> =>
    this.api.call(method, path, { token, ...(body === undefined ? {} : { body }) });

  readonly newEndpoint = async (wish: Record<string, unknown> = {}): Promise<Endpoint> => {
    const present = { url: this.receiver.url, eventTypes: ['user.registered'] };
    const answer = await this.call('POST', '/webhooks', { ...present, ...wish });
    expect(answer.status).toBe(201);
    const { id, secret } = answer.body as unknown as Endpoint;
    this.#made.push(id);
    return { id, secret };
  };

  /** Which is told by `user.registered`. @returns the id of the person. */
  readonly addPerson = async (): Promise<string> => {
    this.#people += 1;
    const email = `hook${this.#people}@example.com`;
    const person = { email, firstName: 'Grace', lastName: 'Hopper', role: 'EMPLOYEE' };
    const added = await this.call('POST', '/users', person);
    expect(added.status).toBe(201);
    return String(added.body.id);
  };

  readonly arrival = async (count = 1): Promise<void> => {
    await expect.poll(() => this.receiver.received.length, { timeout: 10_000 }).toBe(count);
  };

  readonly deliveriesOf = async (id: string): Promise<Record<string, unknown>[]> => {
    const { body } = await this.call('GET', `/webhooks/${id}/deliveries`);
    return body.data as Record<string, unknown>[];
  };

  readonly stateOf = async (id: string): Promise<unknown> =>
    (await this.deliveriesOf(id))[0]?.state;
}

/** One for all tests of a file, which starts and ends by itself. */
export function webhookHouse(): WebhookHouse {
  const house = new WebhookHouse();
  beforeAll(() => house.start(), 60_000);
  afterAll(() => house.stop());
  beforeEach(() => house.begin());
  afterEach(() => house.end());
  return house;
}
