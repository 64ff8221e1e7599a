import type { ServerEventData, ServerEventName } from '@gatehouse/contracts/realtime';
import type { Transaction } from '../../platform/database/database.js';

/**
 * Tells sockets something at once, on whichever instance they are. What is told leaves when the
 * transaction commits, where the carrier knows of transactions; it is lost on whoever has no socket
 * open, so that it must stand somewhere to be looked up, too. What others act on is an event.
 */
export abstract class LiveMessages {
  /** All sockets of a person. */
  abstract emitToUser<E extends ServerEventName>(
    tx: Transaction,
    userId: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void>;

  /**
   * The sockets of sessions in an organization by whoever has a role there.
   * @param role key of a built-in role, or id of a custom one.
   */
  abstract emitToRole<E extends ServerEventName>(
    tx: Transaction,
    organizationId: string,
    role: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void>;

  /** The sockets of all sessions in an organization. */
  abstract emitToOrganization<E extends ServerEventName>(
    tx: Transaction,
    organizationId: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void>;
}
