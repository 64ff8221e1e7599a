import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config/config.js';

/**
 * Whether a page may open a connection that CORS does not guard: one of Gatehouse's own, or one of
 * an origin that may call the API. Programs send no `Origin`, and are asked for a token like all.
 */
export function mayConnect({ origin, host }: IncomingHttpHeaders, config: Config): boolean {
  if (origin === undefined) return true;
  const own = URL.canParse(origin) && new URL(origin).host === host;
  const known = [new URL(config.publicUrl).origin, ...config.GATEHOUSE_CORS_ORIGINS];
  return own || known.includes(origin);
}
