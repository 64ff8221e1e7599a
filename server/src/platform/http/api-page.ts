import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const path = '/api/docs';
const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Gatehouse API</title>
    <link rel="icon" href="${path}/favicon-32x32.png" />
    <link rel="stylesheet" href="${path}/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <noscript>The description of the API is at <a href="/api/openapi.json">/api/openapi.json</a>.</noscript>
    <script src="${path}/swagger-ui-bundle.js"></script>
    <script src="${path}/start.js"></script>
  </body>
</html>
`;

const script = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
});
`;

/** Swagger UI sets styles on elements and draws its icons from data URLs. */
const contentSecurityPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/** Serves the page to read and try the API, from the installed package alone. */
export async function serveApiPage(fastify: FastifyInstance): Promise<void> {
  await fastify.register(serveFiles, {
    root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    prefix: `${path}/`,
    decorateReply: false,
    index: false,
    allowedPath: (file) => files.includes(file.replace(/^\/+/, '')),
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', 'public, max-age=86400'),
  });
  fastify.get(path, (_request, reply) => send(reply, 'text/html', page));
  fastify.get(`${path}/start.js`, (_request, reply) => send(reply, 'text/javascript', script));
}

const send = (reply: FastifyReply, type: string, text: string) =>
  reply
    .type(`${type}; charset=utf-8`)
    .headers({ 'cache-control': 'no-cache', 'content-security-policy': contentSecurityPolicy })
    .send(text);
