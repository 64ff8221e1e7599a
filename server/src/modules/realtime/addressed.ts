import {
  type Room,
  rooms,
  type ServerEventData,
  type ServerEventName,
} from '@gatehouse/contracts/realtime';
import type { Message } from './realtime-types.js';

/** To all sockets of a person. */
export const toUser = <E extends ServerEventName>(
  userId: string,
  event: E,
  data: ServerEventData<E>,
): Message => addressed(rooms.user(userId), event, data);

/**
 * To the sockets of sessions in an organization by whoever has a role there.
 * @param role key of a built-in role, or id of a custom one.
 */
export const toRole = <E extends ServerEventName>(
  organizationId: string,
  role: string,
  event: E,
  data: ServerEventData<E>,
): Message => addressed(rooms.role(organizationId, role), event, data);

/** To the sockets of all sessions in an organization. */
export const toOrganization = <E extends ServerEventName>(
  organizationId: string,
  event: E,
  data: ServerEventData<E>,
): Message => addressed(rooms.organization(organizationId), event, data);

const addressed = <E extends ServerEventName>(
  room: Room,
  event: E,
  data: ServerEventData<E>,
): Message =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- event and data belong together by the signature
  ({ room, event, data }) as Message;
