import type {
  ClientToServer,
  Room,
  ServerEventData,
  ServerEventName,
  ServerToClient,
} from '@gatehouse/contracts/realtime';
import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io';
import type { SessionCaller } from '../../platform/http/caller.js';
import type { EventBudget } from './connections/event-budget.js';

/** What is known of an open socket. */
export interface SocketData {
  token: string;
  /** When the token expires, in milliseconds since 1970. */
  tokenExpiresAt: number;
  caller: SessionCaller;
  budget: EventBudget;
  /** Where it was opened from. */
  address: string;
}

export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;
export type RealtimeNamespace = Namespace<
  ClientToServer,
  ServerToClient,
  DefaultEventsMap,
  SocketData
>;
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;

/** One event for whoever is in a room, on whichever instance. */
export type Message = {
  [E in ServerEventName]: {
    readonly room: Room;
    readonly event: E;
    readonly data: ServerEventData<E>;
  };
}[ServerEventName];
