import { Injectable } from '@nestjs/common';
import {
  type Room,
  rooms,
  type ServerEventData,
  type ServerEventName,
} from '@gatehouse/contracts/realtime';
import type { Transaction } from '../../platform/database/database.js';
import { FanOut } from './fan-out/fan-out.js';
import type { Message } from './realtime-types.js';

/**
 * Tells sockets something at once, on whichever instance they are. What is told leaves when the
 * transaction commits, where the carrier knows of transactions; it is lost on whoever has no socket
 * open, so that it must stand somewhere to be looked up, too.
 */
@Injectable()
export class LiveMessagesService {
  constructor(private readonly fanOut: FanOut) {}

  /** All sockets of a person. */
  emitToUser<E extends ServerEventName>(
    tx: Transaction,
    userId: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void> {
    return this.emit(tx, rooms.user(userId), event, data);
  }

  /**
   * The sockets of sessions in an organization by whoever has a role there.
   * @param role key of a built-in role, or id of a custom one.
   */
  emitToRole<E extends ServerEventName>(
    tx: Transaction,
    organizationId: string,
    role: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void> {
    return this.emit(tx, rooms.role(organizationId, role), event, data);
  }

  /** The sockets of all sessions in an organization. */
  emitToOrganization<E extends ServerEventName>(
    tx: Transaction,
    organizationId: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void> {
    return this.emit(tx, rooms.organization(organizationId), event, data);
  }

  private emit<E extends ServerEventName>(
    tx: Transaction,
    room: Room,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- event and data belong together by the signature
    return this.fanOut.publish(tx, [{ room, event, data } as Message]);
  }
}
