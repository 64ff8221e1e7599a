import { hashToken } from '../../../kernel/secret.js';
import { networkOf } from '../../../platform/http/network.js';

/** What somebody signs in with, and from where. */
export interface Client {
  readonly clientAddress: string;
  readonly userAgent: string;
  /** The browser's device cookie; null of a client that keeps no cookies. */
  readonly device: string | null;
}

/**
 * What a client is known again by: a browser by its cookie wherever it goes, another client by its
 * name and its network.
 */
export const deviceKeyOf = ({ device, userAgent, clientAddress }: Client): Buffer =>
  hashToken(
    device === null ? `client:${networkOf(clientAddress)}:${userAgent}` : `browser:${device}`,
  );
