import { errors } from '@gatehouse/contracts/errors';
import { permissions } from '@gatehouse/contracts/permissions';
import { problem } from '@gatehouse/contracts/problem';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { errorsOf } from '@gatehouse/contracts/route-errors';
import { allRoutes } from '@gatehouse/contracts/routes';
import type { z } from 'zod';
import { headersOfFailure, headersOfSuccess, responseHeaders } from './openapi-headers.js';
import { OpenApiComponents } from './openapi-components.js';
import { openApiWebhooks } from './openapi-webhooks.js';

type Json = Record<string, unknown>;

const introduction = `To call what asks for a session: sign in at \`POST /api/v1/auth/login\` and give the
\`accessToken\` of the answer to *Authorize*. Every path also answers without \`/api/v1\`.

Lists take \`limit\` and \`cursor\`. Errors are problem documents (RFC 9457), whose \`code\` is
explained at \`/problems/<code>\`.`;

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  refreshCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'gh_refresh',
    description: 'Refresh token of a browser, which signed in with `delivery: "cookie"`.',
  },
  csrfToken: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description: 'Value of the cookie `gh_csrf`, beside the refresh cookie.',
  },
};

/** The OpenAPI 3.1 document of all contracts: what can be called, and what is sent. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  const components = new OpenApiComponents();
  components.schema(problem, 'output');
  for (const route of allRoutes) {
    const path = (route.root ? '' : apiBase) + route.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gatehouse',
      version,
      description: introduction,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    webhooks: openApiWebhooks(components),
    components: {
      securitySchemes,
      headers: responseHeaders,
      schemas: components.schemas,
      responses: components.responses,
    },
  };
}

function operation(route: RouteContract, components: OpenApiComponents): Json {
  const { access, rateLimit } = route;
  return {
    operationId: route.name,
    tags: [route.name.split('.', 1)[0]],
    summary: route.summary,
    description: `Access: \`${access}\`. Rate limit: \`${rateLimit}\`.`,
    security: securityOf(route),
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
      ...(route.idempotent ? [idempotencyKey] : []),
      ...(route.errors.includes('precondition_failed') ? [ifMatch] : []),
    ],
    ...requestBody(route, components),
    responses: { [route.status]: success(route, components), ...failures(route, components) },
  };
}

/** Ways to say who calls, any of which will do; an empty one where nobody has to. */
const securityOf = (route: RouteContract): Json[] => [
  ...(route.access === 'public' ? [] : [{ bearer: [] }]),
  ...(answersKeys(route) ? [{ apiKey: [] }] : []),
  ...(route.cookie ? [{ refreshCookie: [], csrfToken: [] }] : []),
  ...(route.cookie && route.access === 'public' ? [{}] : []),
];

const answersKeys = ({ access, keys, recentProof }: RouteContract): boolean =>
  (access in permissions || keys === true) && recentProof !== true;

function requestBody({ body, upload }: RouteContract, components: OpenApiComponents): Json {
  if (body)
    return { requestBody: { required: true, content: jsonOf(components.schema(body, 'input')) } };
  return upload ? { requestBody: { required: true, content: streamOf(upload) } } : {};
}

const jsonOf = (schema: unknown): Json => ({ 'application/json': { schema } });

const streamOf = (types: readonly string[]): Json =>
  Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string', maxLength: 255 },
});

const idempotencyKey = header(
  'Idempotency-Key',
  'The same request with the same key within a day is answered again and not done twice.',
);
const ifMatch = header(
  'If-Match',
  'The `ETag` of what is changed: refused when it has changed since.',
);

function parameters(
  shape: z.ZodObject | undefined,
  place: 'path' | 'query',
  components: OpenApiComponents,
): Json[] {
  return Object.entries(shape?.shape ?? {}).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success,
    schema: components.schema(field as z.ZodType, 'input'),
  }));
}

const success = (route: RouteContract, components: OpenApiComponents): Json => ({
  description: 'Success',
  ...headersOfSuccess(route),
  ...(route.response ? { content: jsonOf(components.schema(route.response, 'output')) } : {}),
  ...(route.download ? { content: streamOf(route.download) } : {}),
});

function failures(route: RouteContract, components: OpenApiComponents): Json {
  const byStatus = Map.groupBy(errorsOf(route), (code) => errors[code].status);
  const schema = { $ref: '#/components/schemas/Problem' };
  return Object.fromEntries([
    ...[...byStatus].map(([status, ofStatus]) => [
      status,
      components.response(ofStatus.map(inPascalCase).join('Or'), {
        description: ofStatus.map((code) => `\`${code}\`: ${errors[code].title}`).join('\n'),
        ...headersOfFailure(status),
        content: { 'application/problem+json': { schema } },
      }),
    ]),
    ...(route.failureStatus
      ? [
          [
            route.failureStatus,
            { ...success(route, components), description: 'Told in the shape of success' },
          ],
        ]
      : []),
  ]);
}

/** A code of an error as a name, such as `TooManyRequests`. */
const inPascalCase = (code: string): string =>
  code.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
