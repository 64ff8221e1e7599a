import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/error.js';
import { brandPage, type BrandLogo, type Branding } from './branding.js';

/** Vite puts a hash of its content into the name of every file below this folder. */
const hashedFiles = '/assets/';
const forGood = 'public, max-age=31536000, immutable';

/**
 * Serves the built console: its files, and its page at every other path that a browser navigates
 * to. What is not there answers 404 like the API.
 */
export async function serveConsole(
  fastify: FastifyInstance,
  folder: string,
  branding: Branding,
): Promise<void> {
  const index = join(folder, 'index.html');
  const page = existsSync(index) ? brandPage(readFileSync(index, 'utf8'), branding) : undefined;
  if (branding.logo) serveLogo(fastify, branding.logo);
  if (page !== undefined)
    await fastify.register(serveFiles, {
      root: folder,
      wildcard: false,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const immutable = path.replaceAll('\\', '/').includes(hashedFiles);
        void reply.header('cache-control', immutable ? forGood : 'no-cache');
      },
    });
  fastify.get('/*', (request: FastifyRequest, reply: FastifyReply) => {
    if (page === undefined || !isNavigation(request)) throw new AppError('not_found');
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  });
}

function serveLogo(fastify: FastifyInstance, { path, type, bytes }: BrandLogo): void {
  fastify.get(path, (_request: FastifyRequest, reply: FastifyReply) =>
    reply.header('cache-control', forGood).type(type).send(bytes),
  );
}

function isNavigation(request: FastifyRequest): boolean {
  const path = request.url.split('?', 1)[0] ?? '';
  const wantsPage = request.headers.accept?.includes('text/html') ?? false;
  return wantsPage && !path.startsWith('/api/') && !path.startsWith(hashedFiles);
}
