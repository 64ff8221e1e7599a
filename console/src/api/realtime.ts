import { useEffect, useRef, useSyncExternalStore } from 'react';
import {
  type ClientToServer,
  realtimeNamespace,
  type ServerEventData,
  type ServerEventName,
  type ServerToClient,
} from '@gatehouse/contracts/realtime';
import { io, type Socket } from 'socket.io-client';
import { somebody, watchActivity } from './activity';
import { accessToken, renew } from './renewal';
import { session } from './session';

type RealtimeSocket = Socket<ServerToClient, ClientToServer>;

/** A sign-out of one's own tells of itself; only then is it asked whether the session is over. */
const courtesy = 1_000;
const retryAfter = 15_000;

/** One socket a tab, open while somebody is signed in. */
const socket: RealtimeSocket = io(realtimeNamespace, {
  transports: ['websocket'],
  autoConnect: false,
  reconnectionDelayMax: 30_000,
  auth: (give) => {
    accessToken().then(
      (token) => give({ token }),
      () => give({}),
    );
  },
});

const isSignedIn = (): boolean => session.get().status === 'signed_in';

const connect = (): void => {
  if (isSignedIn() && !socket.active) socket.connect();
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const comeBack = async (): Promise<void> => {
  await somebody();
  connect();
};

/** Asks whether the session is over for good: it may also have been replaced by another. */
const askAgain = async (): Promise<void> => {
  await pause(courtesy);
  if (!isSignedIn() || socket.active) return;
  await renew().catch(() => pause(retryAfter));
  connect();
};

/** A fresh token was got: the socket goes on with it, or begins anew where it is another session's. */
const takeToken = async (token: string): Promise<void> => {
  const answer = await socket.timeout(5_000).emitWithAck('authenticate', { token });
  if (answer.ok) return;
  socket.disconnect();
  connect();
};

/** From here on the socket follows the session of this tab. */
export const followRealtime = (): void => {
  watchActivity();
  let held: string | undefined;
  const follow = (): void => {
    const state = session.get();
    const token = state.status === 'signed_in' ? state.accessToken : undefined;
    if (token === held) return;
    held = token;
    if (token === undefined) socket.disconnect();
    else if (socket.connected) takeToken(token).catch(connect);
    else connect();
  };
  session.subscribe(follow);
  socket.on('session:ended', ({ reason }) => {
    void (reason === 'ended' ? askAgain() : comeBack());
  });
  socket.on('connect_error', () => {
    // Refused, and not merely out of reach: Socket.IO does not try again by itself.
    if (!socket.active) setTimeout(connect, retryAfter);
  });
  follow();
};

/** Calls the handler with every event of this name. @returns what ends that. */
export const onRealtime = <E extends ServerEventName>(
  event: E,
  handler: (data: ServerEventData<E>) => void,
): (() => void) => {
  // Socket.IO's types cannot follow a name that is not known yet.
  const [untyped, name]: [Socket, string] = [socket, event];
  untyped.on(name, handler);
  return () => {
    untyped.off(name, handler);
  };
};

/** Calls the handler with every event of this name, while the component is shown. */
export const useRealtime = <E extends ServerEventName>(
  event: E,
  handler: (data: ServerEventData<E>) => void,
): void => {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => onRealtime(event, (data) => latest.current(data)), [event]);
};

const watchConnection = (changed: () => void): (() => void) => {
  socket.on('connect', changed);
  socket.on('disconnect', changed);
  return () => {
    socket.off('connect', changed);
    socket.off('disconnect', changed);
  };
};

/** Whether events arrive at this moment; where not, what is shown may be out of date. */
export const useIsLive = (): boolean =>
  useSyncExternalStore(watchConnection, () => socket.connected);

let watchers = 0;
const join = (): void => {
  socket.emit('join:monitoring', undefined, () => undefined);
};

/** Asks for `monitoring:` events, while the component is shown. */
export const useMonitoring = (): void => {
  useEffect(() => {
    watchers += 1;
    if (watchers === 1) {
      socket.on('connect', join);
      if (socket.connected) join();
    }
    return () => {
      watchers -= 1;
      if (watchers > 0) return;
      socket.off('connect', join);
      if (socket.connected) socket.emit('leave:monitoring', undefined, () => undefined);
    };
  }, []);
};

/**
 * Asks for `notification:` events, while the component is shown.
 * @param onSubscribed called each time that they begin to come: something may have been missed before.
 */
export const useNotificationEvents = (onSubscribed: () => void): void => {
  const latest = useRef(onSubscribed);
  useEffect(() => {
    latest.current = onSubscribed;
  });
  useEffect(() => {
    const subscribe = (): void => {
      socket.emit('subscribe:notifications', undefined, ({ ok }) => {
        if (ok) latest.current();
      });
    };
    socket.on('connect', subscribe);
    if (socket.connected) subscribe();
    return () => {
      socket.off('connect', subscribe);
    };
  }, []);
};
