import type { FastifyReply } from 'fastify';
import type { RefusingLimit } from '../../kernel/error.js';

/** The `RateLimit` fields of an answer: of the limit that decides in the end, whichever was told before. */
export function tellLimit(limit: RefusingLimit, reply: Pick<FastifyReply, 'header'>): void {
  const { name, remaining, resetAfter, quota } = limit;
  void reply.header('ratelimit', `"${name}";r=${remaining};t=${Math.ceil(resetAfter)}`);
  void reply.header('ratelimit-policy', `"${name}";q=${quota};w=60`);
}
