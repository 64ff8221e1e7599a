import '../fastify-types.js';
import { solutionHeader } from '@gatehouse/contracts/security/challenge';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ChallengedCall, ChallengeGate } from './challenge-gate.js';

/** The hooks of a route that asks for work where much is tried: before its handler, and after its answer. */
export function challengeHooks(gate: ChallengeGate, route: string) {
  const preHandler = async (request: FastifyRequest): Promise<void> => {
    const solution = request.headers[solutionHeader];
    await gate.check(callOf(request, route), typeof solution === 'string' ? solution : undefined);
  };
  const onResponse = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const call = callOf(request, route);
    if (reply.statusCode === 401) gate.note(call);
    // What answers alike for all, as a forgotten password does, tells of no failure: each counts,
    // though not against whom it names.
    if (reply.statusCode === 202) gate.note({ ...call, account: null });
    done();
  };
  return { preHandler, onResponse };
}

function callOf({ ip, body }: FastifyRequest, route: string): ChallengedCall {
  const { email, username } = (body ?? {}) as { email?: unknown; username?: unknown };
  const account = email ?? username;
  return { route, address: ip, account: typeof account === 'string' ? account : null };
}
