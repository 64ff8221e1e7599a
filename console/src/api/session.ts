import { useSyncExternalStore } from 'react';
import type { TokenPair } from '@gatehouse/contracts/identity/sign-in';

/** What this tab knows of its session. The access token lives here, in memory, and nowhere else. */
export type SessionState =
  | { status: 'unknown' }
  | { status: 'signed_out'; ended: boolean }
  | {
      status: 'signed_in';
      accessToken: string;
      renewAt: number;
      /** Somebody acts for the person: there is nothing to renew. */
      acting: boolean;
    };

/** Renew this long before the access token ends, so that no call is refused for it. */
const renewEarly = 30_000;

let state: SessionState = { status: 'unknown' };
const listeners = new Set<() => void>();

const set = (next: SessionState) => {
  state = next;
  for (const listener of listeners) listener();
};

export const session = {
  get: (): SessionState => state,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
  /** A sign-in or a renewal brought a token. */
  hold: (pair: Pick<TokenPair, 'accessToken' | 'expiresIn'>) => {
    const life = pair.expiresIn * 1000;
    const renewAt = Date.now() + Math.max(life / 2, life - renewEarly);
    set({ status: 'signed_in', accessToken: pair.accessToken, renewAt, acting: false });
  },
  /** This tab acts for somebody else from here on. The cookie stays that of whoever does it. */
  act: ({ accessToken, expiresIn }: Pick<TokenPair, 'accessToken' | 'expiresIn'>) => {
    const renewAt = Date.now() + expiresIn * 1000;
    set({ status: 'signed_in', accessToken, renewAt, acting: true });
  },
  /** `ended`: the server ended it, the person did not sign out. */
  drop: (ended: boolean) => {
    if (state.status !== 'signed_out') set({ status: 'signed_out', ended });
  },
};

export const useSession = (): SessionState => useSyncExternalStore(session.subscribe, session.get);
