import { existsSync } from 'node:fs';
import { join } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';

/** Vite puts a hash of its content into the name of every file below this folder. */
const hashedFiles = '/assets/';

/**
 * Serves the built console: its files, and its page at every other path that a browser navigates
 * to. What is not there answers 404 like the API.
 */
export async function serveConsole(fastify: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built)
    await fastify.register(serveFiles, {
      root: folder,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const immutable = path.replaceAll('\\', '/').includes(hashedFiles);
        void reply.header(
          'cache-control',
          immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    if (!built || !isNavigation(request)) throw new AppError('not_found');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}

function isNavigation(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  const wantsPage = request.headers.accept?.includes('text/html') ?? false;
  return wantsPage && !path.startsWith('/api/') && !path.startsWith(hashedFiles);
}
