import type { FastifyReply, FastifyRequest } from 'fastify';
import { describe, expect, it } from 'vitest';
import { idempotencyHooks } from './idempotency.hooks.js';
import type { Claim, IdempotencyService, KeyedRequest } from './idempotency.service.js';

describe('whose an Idempotency-Key is', () => {
  const ownerIn = async (caller: object | null) => {
    let owner = '';
    const begin = ({ owner: given, key }: KeyedRequest): Promise<Claim> => {
      owner = given;
      return Promise.resolve({ owner: given, key, claimedAt: new Date() });
    };
    const { preHandler } = idempotencyHooks({ begin } as unknown as IdempotencyService);
    const request = {
      headers: { 'idempotency-key': 'k1' },
      routeOptions: { config: {} },
      raw: { headers: {} },
      ip: '192.0.2.1',
      caller,
    };
    await preHandler(request as unknown as FastifyRequest, {} as FastifyReply);
    return owner;
  };
  const id = '0198d0c4-5a50-7000-8000-000000000000';

  it('is the person in one organization: another answers anew', async () => {
    const owners = await Promise.all([
      ownerIn({ userId: id, organizationId: id }),
      ownerIn({ userId: id, organizationId: id.replace('0', '1') }),
      ownerIn({ userId: id, organizationId: null }),
      ownerIn(null),
    ]);
    expect(new Set(owners).size).toBe(4);
    // As much as the column takes.
    expect(Math.max(...owners.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});
