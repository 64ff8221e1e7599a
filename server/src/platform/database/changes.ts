import type { ClientBase } from 'pg';
import { detached } from '../http/request-context.js';

const channel = 'gatehouse_changes';

type Listener = (id: string) => void;

/**
 * Hears of changed rows from triggers, which call `pg_notify('gatehouse_changes', '<topic> <id>')`.
 *
 * Every connection of the pool listens. PostgreSQL hands a connection what its own transaction
 * notified before it says that the transaction is over, so a change made by this process is known to
 * all of it before anybody is told that the change was made. Changes of other processes are heard a
 * moment later: whoever must not miss that moment asks `Instances` whether there are any.
 */
export class Changes {
  private readonly listeners = new Map<string, Listener[]>();

  /**
   * Calls the listener for every change of the topic, and again where several connections hear of
   * it. Many wait for it to return, and nobody catches what it throws.
   */
  on(topic: string, listener: Listener): void {
    const others = this.listeners.get(topic) ?? [];
    this.listeners.set(topic, [...others, listener]);
  }

  /** Makes a connection listen, before it is used for anything else. */
  async attach(client: ClientBase): Promise<void> {
    client.on('notification', ({ channel: from, payload = '' }) => {
      if (from !== channel) return;
      const [topic = '', id = ''] = payload.split(' ');
      // A connection that was opened for a request belongs to everybody afterwards.
      detached(() => this.call(topic, id));
    });
    // A connection that dies while somebody holds it fails their next statement; nobody else listens
    // for its error, which would otherwise end the process.
    client.on('error', () => {});
    await client.query(`LISTEN ${channel}`);
  }

  private call(topic: string, id: string): void {
    for (const listener of this.listeners.get(topic) ?? []) listener(id);
  }
}
