import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';

/** A range service on loopback, as Pwned Passwords documents its own. */
export interface FakeRangeService {
  readonly url: string;
  /** Paths and headers it was asked with. */
  readonly asked: { readonly path: string; readonly padding: string | undefined }[];
  stop(): Promise<void>;
}

const sha1 = (text: string): string => createHash('sha1').update(text).digest('hex').toUpperCase();

/** Knows some passwords; answers padding lines (count 0) too, one of them for `padded`. */
export async function startRangeService(
  known: readonly string[],
  padded: string,
): Promise<FakeRangeService> {
  const asked: { path: string; padding: string | undefined }[] = [];
  const lines = [
    ...known.map((password) => ({ hash: sha1(password), count: 3 })),
    { hash: sha1(padded), count: 0 },
  ];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const padding = request.headers['add-padding'];
    asked.push({ path, padding: typeof padding === 'string' ? padding : undefined });
    const prefix = path.split('/').at(-1) ?? '';
    const answer = lines
      .filter(({ hash }) => hash.startsWith(prefix))
      .map(({ hash, count }) => `${hash.slice(5)}:${count}`);
    response.end([...answer, `${'0'.repeat(35)}:0`].join('\r\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/range`,
    asked,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
