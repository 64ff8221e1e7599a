import { Agent, request as open } from 'node:http';

/** A request of a load; the origin comes with the load. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly cookies: readonly string[];
  readonly body: string;
}

export const get = (path: string, headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
  method: 'GET',
  path,
  headers,
});

export const post = (
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Connections that stay open, as many as there are requests under way. */
export const keepAlive = (): Agent => new Agent({ keepAlive: true });

/** Sends one request with as little work as Node allows. */
export function send(url: string, request: HttpRequest, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, headers, path, body = '' } = request;
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = open(url + path, { method, agent, headers: { ...headers, ...length } });
    sent.once('error', reject);
    sent.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          retryAfter: response.headers['retry-after'],
          cookies: response.headers['set-cookie'] ?? [],
          body: text,
        }),
      );
    });
    sent.end(body);
  });
}

/** @throws an Error unless the answer is a success. */
export async function sendChecked(
  url: string,
  request: HttpRequest,
  agent: Agent,
): Promise<Answer> {
  const answer = await send(url, request, agent);
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new Error(`${request.method} ${request.path} answered ${answer.status}: ${answer.body}`);
}
