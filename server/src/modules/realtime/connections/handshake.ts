import { Injectable } from '@nestjs/common';
import { errors } from '@gatehouse/contracts/errors';
import { decodeJwt } from 'jose';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Authenticator, type SessionCaller } from '../../../platform/http/caller.js';
import { toAppError } from '../../../platform/http/problem.js';
import { RateLimiter, refusedBy } from '../../../platform/http/rate-limiter.js';
import { EventBudget } from './event-budget.js';
import type { SocketData } from '../realtime-types.js';

/** Who may open a socket: whoever may call the API with the same token. */
@Injectable()
export class Handshake {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly rateLimiter: RateLimiter,
    private readonly clock: Clock,
  ) {}

  /**
   * What is known of the holder of a token; `auth` is what the client sent, whatever that is.
   * @throws AppError `too_many_requests`, `unauthenticated`, `enrolment_required`
   */
  async admit(auth: unknown, address: string): Promise<Omit<SocketData, 'address'>> {
    const verdict = this.rateLimiter.check('api', 'address', address);
    if (!verdict.allowed) throw refusedBy('api', verdict);
    const { token } = (auth ?? {}) as { token?: unknown };
    if (typeof token !== 'string') throw new AppError('unauthenticated');
    const caller = await this.callerOf(token);
    return { ...caller, token, budget: new EventBudget(this.clock.time()) };
  }

  /**
   * What a token is good for now.
   * @throws AppError `unauthenticated`, `enrolment_required`
   */
  async callerOf(token: string): Promise<Pick<SocketData, 'caller' | 'tokenExpiresAt'>> {
    const caller: SessionCaller | null = await this.authenticator.authenticate(token);
    if (!caller) throw new AppError('unauthenticated');
    if (caller.enrolmentRequired) throw new AppError('enrolment_required');
    // Only read: the authenticator has verified it.
    return { caller, tokenExpiresAt: (decodeJwt(token).exp ?? 0) * 1000 };
  }
}

/** An error as Socket.IO hands it to a client: `message` is the code, `data` says it in words. */
export function connectError(thrown: unknown): Error {
  const { code, options } = toAppError(thrown);
  const data = { code, title: errors[code].title, retryAfter: options.retryAfter };
  return Object.assign(new Error(code), { data });
}
