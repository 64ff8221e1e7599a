import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlatformApp, startPlatformApp } from '../../../test/harness/platform-app.js';
import { answerBrokenRequest } from './broken-request.js';

/** Status, request id and code of an answer, which comes as it is on the wire. */
function read(answer: string) {
  const [head = '', body = '{}'] = answer.split('\r\n\r\n');
  const { code, requestId } = JSON.parse(body) as Record<string, unknown>;
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  return { status, code, requestId, header: /^x-request-id: (.*)$/im.exec(head)?.[1] };
}

describe('what never becomes a request', () => {
  let server: PlatformApp;
  beforeAll(async () => {
    server = await startPlatformApp([]);
  });
  afterAll(() => server?.stop());

  const send = (bytes: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
      // A server that has hung up may reset what was still on its way to it.
      socket.on('error', () => undefined).once('close', () => resolve(answer));
      socket.write(bytes);
    });

  it.each([
    ['a URL with a space', 'GET /a b c HTTP/1.1\r\n\r\n', 400, 'bad_request'],
    [
      'headers of 17 KiB',
      `GET / HTTP/1.1\r\nHost: a\r\nCookie: ${'c'.repeat(17 * 1024)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('%s is told by a problem document with a request id', async (_what, bytes, status, code) => {
    const answer = read(await send(bytes));
    expect(answer).toMatchObject({ status, code });
    expect(answer.header).toMatch(/^[\w.-]{8,}$/);
    expect(answer.requestId).toBe(answer.header);
  });

  it('headers that come too late are told by 408', () => {
    let answer = '';
    const end = (text: string) => void (answer = text);
    const socket = { writable: true, remoteAddress: '127.0.0.1', end } as unknown as Socket;
    const late = Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    answerBrokenRequest(late, socket, () => undefined);
    expect(read(answer)).toMatchObject({ status: 408, code: 'request_timeout' });
  });
});
