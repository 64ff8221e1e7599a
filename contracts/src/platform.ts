import { z } from 'zod';
import { route } from './route.js';

const check = z.object({
  status: z.enum(['up', 'down']),
  /** Milliseconds the check took. */
  latencyMs: z.number(),
});

/** What a process can run as: all in one, or a part of a split installation. */
export const apps = ['all', 'api', 'worker', 'notifications', 'migrate'] as const;

/** Health of the process and of what it depends on. */
export const health = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  app: z.enum(apps),
  version: z.string(),
  uptimeSeconds: z.number(),
  checks: z.record(z.string(), check),
});
export type Health = z.output<typeof health>;

const probe = {
  access: 'public',
  rateLimit: 'none',
  status: 200,
  errors: [],
  method: 'GET',
} as const;

export const platformRoutes = {
  health: route({
    ...probe,
    name: 'platform.health',
    path: '/health',
    root: true,
    summary: 'Health, with every dependency and its latency; 503 when one that is needed is down',
    response: health,
    failureStatus: 503,
  }),
  live: route({
    ...probe,
    name: 'platform.live',
    path: '/health/live',
    root: true,
    summary: 'The process runs',
    response: z.object({ status: z.literal('ok') }),
  }),
  ready: route({
    ...probe,
    name: 'platform.ready',
    path: '/health/ready',
    root: true,
    summary: 'Requests can be served; 503 while starting, draining or without the database',
    response: health,
    failureStatus: 503,
  }),
  jwks: route({
    ...probe,
    name: 'tokens.jwks',
    path: '/.well-known/jwks.json',
    root: true,
    summary: 'Public keys that access tokens are signed with (RFC 7517)',
    response: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }),
  }),
  openApi: route({
    ...probe,
    name: 'platform.openApi',
    path: '/api/openapi.json',
    root: true,
    summary: 'This API as an OpenAPI 3.1 document',
    response: z.record(z.string(), z.unknown()),
  }),
};
