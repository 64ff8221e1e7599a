import type { RouteContract } from '@gatehouse/contracts/route';
import { ProblemError } from './errors.js';
import type { RequestExtras } from './types.js';

/** What makes two calls the same wish. */
interface Wish extends RequestExtras {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/**
 * Keys of calls that create, as long as nobody knows whether they were heard. Who sends the same
 * again, because no answer came, sends it under the same key, and it is done once; an answer ends it.
 */
export class Unanswered {
  readonly #keys = new Map<string, string>();

  /** @param newKey left out, calls have the keys that they are given, and no others. */
  constructor(private readonly newKey: (() => string) | undefined) {}

  /** Sends a call, with a key where its route takes one and it has none. */
  async send<C extends Wish, Answer>(
    contract: RouteContract,
    call: C,
    send: (call: C) => Promise<Answer>,
  ): Promise<Answer> {
    if (!contract.idempotent || call.idempotencyKey !== undefined || !this.newKey)
      return send(call);
    const { params, query, body } = call;
    const wish = JSON.stringify([contract.name, params, query, body]);
    const idempotencyKey = this.#keys.get(wish) ?? this.newKey();
    this.#keys.set(wish, idempotencyKey);
    try {
      const answer = await send({ ...call, idempotencyKey });
      this.#keys.delete(wish);
      return answer;
    } catch (error) {
      if (isAnswer(error)) this.#keys.delete(wish);
      throw error;
    }
  }
}

/** Whether an error says what became of the call: it does not where the server is still at it, or failed. */
const isAnswer = (error: unknown): boolean =>
  error instanceof ProblemError &&
  error.status < 500 &&
  error.code !== 'idempotency_key_in_progress';
