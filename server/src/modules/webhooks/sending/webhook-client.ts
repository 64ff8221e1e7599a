import http from 'node:http';
import https from 'node:https';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock, seconds } from '../../../kernel/clock.js';
import { AddressGuard, BlockedAddressError } from './address-guard.js';

/** What a receiver answered. */
export interface Received {
  readonly status: number;
  /** The first of them, as far as they go into the bound. */
  readonly headers: Readonly<Record<string, string>>;
  /** Beginning of the body. */
  readonly body: string;
  /** What `Retry-After` asks for, in milliseconds; 0 where it does not. */
  readonly retryAfter: number;
}

/** Longest a try may take in all, in milliseconds. */
const timeLimit = seconds(15);
/** How much of an answer is read, in bytes; a receiver that sends more is cut off. */
const mostRead = 4_096;
/** How much of its headers is kept, in characters. */
const mostHeaders = 4_096;

/** Sends requests to addresses that customers chose. It follows no redirect. */
@Injectable()
export class WebhookClient implements OnModuleDestroy {
  private readonly http: http.Agent;
  private readonly https: https.Agent;

  constructor(
    private readonly guard: AddressGuard,
    private readonly clock: Clock,
    private readonly timeout: number = timeLimit,
  ) {
    // No limit for each host, which many organizations may share: the dispatcher has one for each endpoint.
    const options = { keepAlive: true, maxFreeSockets: 8, timeout };
    this.http = new http.Agent(options);
    this.https = new https.Agent(options);
  }

  onModuleDestroy(): void {
    this.http.destroy();
    this.https.destroy();
  }

  /** @throws an Error whose message says why there was no answer, without what was sent. */
  post(
    address: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Received> {
    const url = new URL(address);
    if (!this.guard.permitsUrl(url)) throw new BlockedAddressError(url.hostname);
    const [agent, request] =
      url.protocol === 'https:' ? [this.https, https.request] : [this.http, http.request];
    const length = String(Buffer.byteLength(body));
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          agent,
          method: 'POST',
          lookup: this.guard.lookup,
          signal: AbortSignal.timeout(this.timeout),
          headers: {
            ...headers,
            'content-type': 'application/json',
            'content-length': length,
            'user-agent': 'Gatehouse-Webhooks/1',
          },
        },
        (answer) => void this.read(answer).then(resolve, reject),
      );
      sent.once('error', (error) => reject(describe(error, this.timeout)));
      sent.end(body);
    });
  }

  private read(answer: http.IncomingMessage): Promise<Received> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const settle = () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: boundedHeaders(answer.rawHeaders),
          body: Buffer.concat(chunks).subarray(0, mostRead).toString().replaceAll('\0', ''),
          retryAfter: retryAfterOf(answer.headers['retry-after'], this.clock.time()),
        });
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size <= mostRead) return;
        settle();
        answer.destroy();
      });
      // Its status is known, which is what counts; a body that breaks off changes nothing.
      answer.once('end', settle).once('error', settle);
    });
  }
}

/** @param raw names and values in turn, as they came. */
function boundedHeaders(raw: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  let room = mostHeaders;
  for (let index = 0; index + 1 < raw.length && room > 0; index += 2) {
    const name = (raw[index] ?? '').toLowerCase().slice(0, room);
    const value = (raw[index + 1] ?? '').slice(0, Math.max(0, room - name.length));
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known}, ${value}`);
    room -= name.length + value.length;
  }
  return Object.fromEntries(headers);
}

/** `Retry-After` in milliseconds: seconds or a date (RFC 9110 section 10.2.3). */
function retryAfterOf(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) && wait > 0 ? wait : 0;
}

function describe(error: Error & { code?: string }, timeout: number): Error {
  if (error instanceof BlockedAddressError) return error;
  const timedOut = error.name === 'TimeoutError' || error.name === 'AbortError';
  const text = timedOut ? `no answer within ${timeout / 1000} s` : (error.code ?? error.name);
  return new Error(text, { cause: error });
}
