import type { HttpRequest } from './http.ts';
import type { Load } from './load.ts';

/** What is measured the same way in Gatehouse and in its peers. */
export interface Product {
  readonly url: string;
  readonly processId: number;
  /** Sign-ins of people who have confirmed their addresses. */
  signIns(): readonly HttpRequest[];
  /** Registrations of addresses that nobody has used. */
  signUps(count: number): readonly HttpRequest[];
  /** Authenticated GETs, each by another session. */
  checks(sessions: number): Promise<readonly HttpRequest[]>;
  /** The renewal of a session, each client its own. */
  refreshes(clients: number): Promise<Pick<Load, 'requests' | 'chain' | 'url'>>;
  stop(): Promise<void>;
}
