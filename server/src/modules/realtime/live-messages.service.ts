import { Injectable } from '@nestjs/common';
import {
  type Room,
  rooms,
  type ServerEventData,
  type ServerEventName,
} from '@gatehouse/contracts/realtime';
import type { Transaction } from '../../platform/database/database.js';
import { FanOut } from './fan-out/fan-out.js';
import { LiveMessages } from './live-messages.port.js';
import type { Message } from './realtime-types.js';

@Injectable()
export class LiveMessagesService extends LiveMessages {
  constructor(private readonly fanOut: FanOut) {
    super();
  }

  override emitToUser<E extends ServerEventName>(
    tx: Transaction,
    userId: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void> {
    return this.emit(tx, rooms.user(userId), event, data);
  }

  override emitToRole<E extends ServerEventName>(
    tx: Transaction,
    organizationId: string,
    role: string,
    event: E,
    data: ServerEventData<E>,
  ): Promise<void> {
    return this.emit(tx, rooms.role(organizationId, role), event, data);
  }

  override emitToOrganization<E extends ServerEventName>(
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
