import type { Problem } from '@gatehouse/contracts/problem';
import { type RouteContract } from '@gatehouse/contracts/route';
import { routes } from '@gatehouse/contracts/routes';
import {
  solutionHeader,
  solutionOf,
  type Challenge,
} from '@gatehouse/contracts/security/challenge';
import { addressOf } from './address.js';
import { solveChallenge } from './solve-challenge.js';
import { ConnectionError, toProblemError } from './errors.js';
import { Unanswered } from './unanswered.js';
import type { Client, RequestExtras } from './types.js';

export { ConnectionError, ProblemError } from './errors.js';
export { solveChallenge } from './solve-challenge.js';
export type { Call, CallOptions, Client, RequestExtras } from './types.js';

export interface ClientOptions {
  /** Where Gatehouse answers, such as `https://id.example.com`; empty for the page's own origin. */
  baseUrl: string;
  fetch?: typeof globalThis.fetch;
  /** Asked before every call that needs one; may wait for a fresh token. */
  accessToken?: () => string | undefined | Promise<string | undefined>;
  /**
   * Told when a call was refused for want of a live session. Answer true once a new token is
   * there: the call is then sent once more.
   */
  onUnauthenticated?: () => boolean | Promise<boolean>;
  /**
   * Told when a call asked for a more recent proof of identity. Answer true once a step-up has
   * brought a new token: the call is then sent once more.
   */
  onReauthenticationRequired?: () => boolean | Promise<boolean>;
  /** Does the work that a call asks for; left out, the client does it where it is. */
  solveChallenge?: (challenge: Challenge) => Promise<number>;
  /**
   * Makes an Idempotency-Key for each call that creates something and brings none. The same call
   * keeps its key until it was answered, so that whoever tries again does nothing twice.
   */
  newIdempotencyKey?: () => string;
}

interface AnyCallOptions extends RequestExtras {
  params?: Readonly<Record<string, unknown>>;
  query?: Readonly<Record<string, unknown>>;
  body?: unknown;
  file?: Blob | undefined;
}

const headersOf = (
  contract: RouteContract,
  call: AnyCallOptions,
  token: string | undefined,
): Record<string, string> => ({
  accept: ['application/json', 'application/problem+json', ...(contract.download ?? [])].join(', '),
  ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(call.file === undefined ? {} : { 'content-type': call.file.type }),
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(call.idempotencyKey === undefined ? {} : { 'idempotency-key': call.idempotencyKey }),
  ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
  ...call.headers,
});

/** Names of the options as the DOM spells them; `undefined` is left out for exactness. */
const requestOf = (
  contract: RouteContract,
  call: AnyCallOptions,
  token: string | undefined,
): RequestInit => ({
  method: contract.method,
  headers: headersOf(contract, call, token),
  credentials: 'same-origin',
  ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  ...(call.file === undefined ? {} : { body: call.file }),
  ...(call.signal === undefined ? {} : { signal: call.signal }),
});

const answerOf = (contract: RouteContract, response: Response): Promise<unknown> | undefined => {
  if (contract.download) return response.blob();
  return contract.response ? response.json() : undefined;
};

type Renew = ClientOptions['onUnauthenticated'];
/** The call to send instead; null when it is no use to send it again. */
type Remedy = (call: AnyCallOptions, problem: Problem) => Promise<AnyCallOptions | null>;

const renewing =
  (renew: Renew): Remedy =>
  async (call) =>
    (await renew?.()) ? call : null;

const solving =
  (solve: (challenge: Challenge) => Promise<number>): Remedy =>
  async (call, { challenge }) => {
    if (!challenge) return null;
    const solution = { [solutionHeader]: solutionOf(challenge, await solve(challenge)) };
    return { ...call, headers: { ...call.headers, ...solution } };
  };

/** What can be done about an error of a call before it is sent once more, in this order. */
const remedies = (contract: RouteContract, options: ClientOptions) =>
  contract.access === 'public'
    ? ([['challenge_required', solving(options.solveChallenge ?? solveChallenge)]] as const)
    : ([
        ['unauthenticated', renewing(options.onUnauthenticated)],
        ['reauthentication_required', renewing(options.onReauthenticationRequired)],
      ] as const);

const caller = (options: ClientOptions, contract: RouteContract, unanswered: Unanswered) => {
  const send = async (call: AnyCallOptions): Promise<Response> => {
    const token = contract.access === 'public' ? undefined : await options.accessToken?.();
    const fetch = options.fetch ?? globalThis.fetch;
    const address = addressOf(options.baseUrl, contract, call.params, call.query);
    try {
      return await fetch(address, requestOf(contract, call, token));
    } catch (error) {
      const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
      if (call.signal?.aborted && !timedOut) throw error;
      throw new ConnectionError(error);
    }
  };

  const perform = async (call: AnyCallOptions): Promise<unknown> => {
    let response = await send(call);
    if (response.ok) return answerOf(contract, response);
    let error = await toProblemError(response);
    for (const [code, remedy] of remedies(contract, options)) {
      const again = error.code === code ? await remedy(call, error.problem) : null;
      if (again === null) continue;
      response = await send(again);
      if (response.ok) return answerOf(contract, response);
      error = await toProblemError(response);
    }
    throw error;
  };

  return (call: AnyCallOptions = {}): Promise<unknown> => unanswered.send(contract, call, perform);
};

/**
 * The typed client, made from the contracts. Answers are not parsed again: the server has parsed
 * them by the same contract, and a newer server may say more than this client knows.
 * @throws ProblemError when the server refuses, ConnectionError when it cannot be reached
 */
export const createClient = (options: ClientOptions): Client => {
  const unanswered = new Unanswered(options.newIdempotencyKey);
  const features = Object.entries(routes).map(([feature, contracts]) => [
    feature,
    Object.fromEntries(
      Object.entries<RouteContract>(contracts).map(([name, contract]) => [
        name,
        caller(options, contract, unanswered),
      ]),
    ),
  ]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loop above follows the type
  return Object.fromEntries(features) as Client;
};
