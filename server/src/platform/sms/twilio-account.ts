import { seconds } from '../../kernel/clock.js';
import type { Config } from '../config/config.js';

/** An account at Twilio. */
export interface TwilioAccount {
  readonly sid: string;
  readonly authToken: string;
  /** A number or a name, or the messaging service that chooses one. */
  readonly sender: { readonly From: string } | { readonly MessagingServiceSid: string };
  readonly baseUrl: string;
}

const patience = seconds(10);

/** The account that is set; null where none is. */
export function twilioAccountOf(config: Config): TwilioAccount | null {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: authToken } = config;
  const sender = senderOf(config);
  if (sid === undefined || authToken === undefined || sender === undefined) return null;
  return { sid, authToken, sender, baseUrl: config.TWILIO_BASE_URL };
}

/** Who a message comes from; undefined where neither is set. */
function senderOf(config: Config): TwilioAccount['sender'] | undefined {
  const { TWILIO_MESSAGING_SERVICE_SID: service, TWILIO_FROM: from } = config;
  if (service !== undefined) return { MessagingServiceSid: service };
  return from === undefined ? undefined : { From: from };
}

/**
 * Asks for a resource of the account, in API version 2010-04-01.
 * @param path behind the account's own, such as `/Messages.json`; `.json` is the account itself.
 * @throws Error where Twilio does not answer within ten seconds.
 */
export function askTwilio(
  { sid, authToken, baseUrl }: TwilioAccount,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const account = `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(sid)}`;
  const credentials = Buffer.from(`${sid}:${authToken}`).toString('base64');
  return fetch(account + path, {
    ...init,
    headers: { authorization: `Basic ${credentials}` },
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
  });
}
