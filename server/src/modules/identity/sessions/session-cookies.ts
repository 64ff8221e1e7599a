import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { days } from '../../../kernel/clock.js';
import { newToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import {
  briefCookie,
  cookiesOf,
  csrfCookie,
  deviceCookie,
  refreshCookie,
} from '../../../platform/http/csrf.js';
import type { Client } from '../devices/client.js';
import { trustedDays } from '../factors/trusted-devices/trusted-devices.table.js';

/** Where a request came from, and where its answer goes. */
interface Origin {
  readonly clientAddress: string;
  readonly userAgent: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Skips the second step of a sign-in; it outlives sessions. */
const trustedCookie = 'gh_trusted';

/** How long a browser is known again, in days: as long as browsers keep a cookie. */
const knownDays = 400;

/** What a sign-in answers, as far as a browser keeps it in cookies. */
interface Delivered {
  refreshToken: string;
  deviceToken?: string | undefined;
}

/** Keeps a browser's refresh token in an HttpOnly cookie, beside the CSRF token it must repeat (C14). */
@Injectable()
export class SessionCookies {
  constructor(private readonly config: Config) {}

  /**
   * Moves the secrets of an answer into cookies where the caller asked for that; into some that end
   * with the browser where its page asked for no more.
   */
  deliver<T extends Delivered>(answer: T, delivery: 'body' | 'cookie', reply: FastifyReply): T {
    if (delivery === 'body') return answer;
    const isBrief = cookiesOf(reply.request)[briefCookie] !== undefined;
    const options = this.options(isBrief ? null : this.config.GATEHOUSE_SESSION_DAYS);
    if (answer.deviceToken !== undefined) {
      const kept = { ...this.options(trustedDays), httpOnly: true };
      void reply.setCookie(trustedCookie, answer.deviceToken, kept);
    }
    void reply.setCookie(refreshCookie, answer.refreshToken, { ...options, httpOnly: true });
    void reply.setCookie(csrfCookie, newToken(), options);
    return { ...answer, refreshToken: '', deviceToken: undefined };
  }

  /**
   * What a request came from. A browser that asks for cookies and has no device cookie gets one,
   * which stays when its sessions end: by it the browser is known again.
   */
  clientOf(origin: Origin, delivery: 'body' | 'cookie'): Client {
    const { clientAddress, userAgent, request, reply } = origin;
    const sent = cookiesOf(request)[deviceCookie] ?? '';
    if (sent !== '' || delivery === 'body')
      return { clientAddress, userAgent, device: sent === '' ? null : sent };
    const device = newToken();
    void reply.setCookie(deviceCookie, device, { ...this.options(knownDays), httpOnly: true });
    return { clientAddress, userAgent, device };
  }

  /** The refresh token that the browser sent. */
  read(request: FastifyRequest): string | undefined {
    return cookiesOf(request)[refreshCookie];
  }

  /** The token of the trusted device that the browser sent. */
  readTrusted(request: FastifyRequest): string | undefined {
    return cookiesOf(request)[trustedCookie];
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(refreshCookie, { path: '/' });
    void reply.clearCookie(csrfCookie, { path: '/' });
  }

  /** @param lifeInDays null until the browser is closed */
  private options(lifeInDays: number | null) {
    return {
      path: '/',
      sameSite: 'strict',
      secure: this.config.publicUrl.startsWith('https://'),
      ...(lifeInDays === null ? {} : { maxAge: days(lifeInDays) / 1000 }),
    } as const;
  }
}
