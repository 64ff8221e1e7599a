import type { Transaction } from '../../../platform/database/database.js';
import type { Message } from '../realtime-types.js';

/** Carries what happened to every instance, each of which tells its own sockets. */
export abstract class FanOut {
  /** Hands messages over, which leave when the transaction commits, where the carrier knows of transactions. */
  abstract publish(tx: Transaction, messages: readonly Message[]): Promise<void>;
  /**
   * Begins to hear of them.
   * @param resumed called after a time in which something may have been missed.
   */
  abstract start(receive: (message: Message) => void, resumed: () => void): Promise<void>;
  abstract stop(): Promise<void>;
}
