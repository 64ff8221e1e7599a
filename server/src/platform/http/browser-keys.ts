import './fastify-types.js';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashToken } from '../../kernel/secret.js';
import { Config } from '../config/config.js';
import { cookiesOf } from './csrf.js';

/**
 * Binds what begins in one request and ends in another to the browser: the key of each lies in an
 * HttpOnly cookie of its own, so that two tabs don't disturb each other.
 */
@Injectable()
export class BrowserKeys {
  constructor(private readonly config: Config) {}

  /**
   * @param state names what begins; any text.
   * @param life in milliseconds.
   */
  set(state: string, key: string, life: number, reply: FastifyReply): void {
    void reply.setCookie(nameOf(state), key, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: this.config.publicUrl.startsWith('https://'),
      maxAge: life / 1000,
    });
  }

  /** The key that the browser kept, which is forgotten with this answer. */
  take(state: string, request: FastifyRequest, reply: FastifyReply): string | undefined {
    const name = nameOf(state);
    const key = cookiesOf(request)[name];
    if (key !== undefined) void reply.clearCookie(name, { path: '/' });
    return key;
  }
}

const nameOf = (state: string): string =>
  `gh_flow_${hashToken(state).toString('hex').slice(0, 16)}`;
