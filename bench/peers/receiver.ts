import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// A receiver of webhooks: `/slow` answers after ten seconds, anything else at once. GET tells how
// many different events arrived elsewhere than at `/slow`.
const slowness = 10_000;
const arrived = new Set<string>();

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ arrived: arrived.size }));
    return;
  }
  request.resume().once('end', () => {
    if (request.url === '/slow') {
      setTimeout(() => response.writeHead(204).end(), slowness);
      return;
    }
    const { 'webhook-id': id, 'webhook-signature': signature } = request.headers;
    if (typeof id === 'string' && typeof signature === 'string') arrived.add(id);
    response.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
