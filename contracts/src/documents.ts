import { z } from 'zod';
import { route } from './route.js';

const document = {
  access: 'public',
  rateLimit: 'none',
  method: 'GET',
  status: 200,
  root: true,
} as const;

/**
 * What the server tells about itself to tools and readers. Not part of the API's own list: neither
 * the typed client nor the OpenAPI document has them.
 */
export const documentRoutes = {
  metrics: route({
    ...document,
    name: 'documents.metrics',
    path: '/metrics',
    summary: 'Metrics in the text format of Prometheus, for loopback or with METRICS_TOKEN',
    response: z.string(),
    errors: ['not_found', 'unauthenticated'],
  }),
  problem: route({
    ...document,
    name: 'documents.problem',
    path: '/problems/:code',
    summary: 'What an error code means',
    params: z.object({ code: z.string().max(100) }),
    response: z.string(),
    errors: ['not_found'],
  }),
};
