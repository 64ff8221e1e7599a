import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { events } from '@gatehouse/contracts/events';
import pg from 'pg';

/** Listeners that want the event below, by the SQL namespace of their inbox. */
const listeners = { audit: 'audit', webhooks: 'webhooks', realtime: 'realtime' };
const { type, version, data: shape } = events.ipBlockLifted;
const data = { network: '192.0.2.1/32', reason: 'bench', liftReason: 'bench' };
const patience = 120_000;

/** How many listeners have each event. */
export const listenerCount = Object.keys(listeners).length;

/** Adds events to the outbox as a module does, and looks when their listeners had them. */
export class EventLoad {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  static async connect(databaseUrl: string): Promise<EventLoad> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    // What no longer fits its contract would be parked, and never arrive.
    shape.parse({ ...data, blockId: randomUUID() });
    return new EventLoad(client);
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  /**
   * Commits one event at a time.
   * @returns milliseconds from each commit to the beginning of each listener's transaction.
   */
  async latencies(count: number, pause: number): Promise<number[]> {
    const committed = new Map<string, number>();
    for (let number = 0; number < count; number += 1) {
      const [id = ''] = await this.#add(1);
      committed.set(id, performance.timeOrigin + performance.now());
      await sleep(pause);
    }
    const ids = [...committed.keys()];
    await this.#untilHad(ids);
    const { rows } = await this.#client.query<{ id: string; at: number }>(
      `SELECT event_id AS id, extract(epoch FROM updated_at)::float8 * 1000 AS at
         FROM (${this.#inboxes()}) inbox WHERE event_id = ANY($1)`,
      [ids],
    );
    return rows.map(({ id, at }) => Math.max(0, at - (committed.get(id) ?? 0)));
  }

  /** Commits events at this rate. @returns how many a second all listeners had, until the last one. */
  async throughput(perSecond: number, seconds: number): Promise<number> {
    const started = performance.now();
    const ids: string[] = [];
    const group = 20;
    while (ids.length < perSecond * seconds) {
      ids.push(...(await this.#add(group)));
      const due = started + (ids.length / perSecond) * 1000;
      await sleep(Math.max(0, due - performance.now()));
    }
    await this.#untilHad(ids);
    return (ids.length * 1000) / (performance.now() - started);
  }

  /** Commits events at once. @returns how many a second were published, and had by all listeners. */
  async burst(count: number): Promise<{ published: number; had: number }> {
    const ids = await this.#add(count);
    const started = performance.now();
    const rate = () => (count * 1000) / (performance.now() - started);
    while (await this.#isUnpublished()) await sleep(5);
    const published = rate();
    await this.#untilHad(ids);
    return { published, had: rate() };
  }

  async #isUnpublished(): Promise<boolean> {
    const { rowCount } = await this.#client.query(
      'SELECT FROM security.outbox WHERE published_at IS NULL LIMIT 1',
    );
    return rowCount === 1;
  }

  #inboxes(): string {
    return Object.entries(listeners)
      .map(
        ([listener, module]) =>
          `SELECT event_id, updated_at FROM ${module}.inbox WHERE listener = '${listener}'`,
      )
      .join(' UNION ALL ');
  }

  async #untilHad(ids: readonly string[]): Promise<void> {
    const started = performance.now();
    for (;;) {
      const { rows } = await this.#client.query<{ had: number }>(
        `SELECT count(*)::int AS had FROM (${this.#inboxes()}) inbox WHERE event_id = ANY($1)`,
        [ids],
      );
      const had = rows[0]?.had ?? 0;
      if (had === ids.length * listenerCount) return;
      if (performance.now() - started > patience)
        throw new Error(`${had} of ${ids.length * listenerCount} events arrived`);
      await sleep(20);
    }
  }

  async #add(count: number): Promise<string[]> {
    const { rows } = await this.#client.query<{ id: string }>(
      `INSERT INTO security.outbox (id, type, subject, event)
       SELECT e.id, $2::text, 'ip-block/' || e.id, jsonb_build_object('specversion', '1.0',
         'id', e.id, 'source', '/security', 'type', $2::text,
         'dataschema', 'urn:gatehouse:event:' || $2::text || ':' || $3::text,
         'time', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'datacontenttype', 'application/json', 'subject', 'ip-block/' || e.id,
         'data', jsonb_build_object('blockId', e.id) || $4::jsonb)
       FROM (SELECT uuidv7() AS id FROM generate_series(1, $1::int)) e
       RETURNING id`,
      [count, type, version, JSON.stringify(data)],
    );
    return rows.map(({ id }) => id);
  }
}
