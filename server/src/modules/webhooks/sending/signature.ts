import { createHmac } from 'node:crypto';

/**
 * The headers of a request (Standard Webhooks 1.0): id, time and a signature for each key.
 * @param at when it is sent; receivers refuse what is older than five minutes.
 */
export function signedHeaders(
  id: string,
  at: Date,
  body: string,
  keys: readonly Buffer[],
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = keys.map((key) => {
    const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return `v1,${mac}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
