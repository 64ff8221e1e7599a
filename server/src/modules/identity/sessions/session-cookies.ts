import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { days } from '../../../kernel/clock.js';
import { newToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import { csrfCookie, deviceCookie, refreshCookie } from '../../../platform/http/csrf.js';
import type { Client } from '../devices/client.js';

/** Where a request came from, and where its answer goes. */
interface Origin {
  readonly clientAddress: string;
  readonly userAgent: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Keeps a browser's refresh token in an HttpOnly cookie, beside the CSRF token it must repeat (C14). */
@Injectable()
export class SessionCookies {
  constructor(private readonly config: Config) {}

  /** Moves the refresh token of an answer into the cookie where the caller asked for that. */
  deliver<T extends { refreshToken: string }>(
    answer: T,
    delivery: 'body' | 'cookie',
    reply: FastifyReply,
  ): T {
    if (delivery === 'body') return answer;
    const options = this.options();
    void reply.setCookie(refreshCookie, answer.refreshToken, { ...options, httpOnly: true });
    void reply.setCookie(csrfCookie, newToken(), options);
    return { ...answer, refreshToken: '' };
  }

  /**
   * What a request came from. A browser that asks for cookies and has no device cookie gets one,
   * which stays when its sessions end: by it the browser is known again.
   */
  clientOf(origin: Origin, delivery: 'body' | 'cookie'): Client {
    const { clientAddress, userAgent, request, reply } = origin;
    const sent = request.cookies[deviceCookie] ?? '';
    if (sent !== '' || delivery === 'body')
      return { clientAddress, userAgent, device: sent === '' ? null : sent };
    const device = newToken();
    const maxAge = days(400) / 1000;
    void reply.setCookie(deviceCookie, device, { ...this.options(), httpOnly: true, maxAge });
    return { clientAddress, userAgent, device };
  }

  /** The refresh token that the browser sent. */
  read(request: FastifyRequest): string | undefined {
    return request.cookies[refreshCookie];
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(refreshCookie, { path: '/' });
    void reply.clearCookie(csrfCookie, { path: '/' });
  }

  private options() {
    return {
      path: '/',
      sameSite: 'strict',
      secure: this.config.publicUrl.startsWith('https://'),
      maxAge: days(this.config.GATEHOUSE_SESSION_DAYS) / 1000,
    } as const;
  }
}
