import { Controller } from '@nestjs/common';
import { type Health, platformRoutes } from '@gatehouse/contracts/platform';
import { apiBase } from '@gatehouse/contracts/route';
import type { FastifyReply } from 'fastify';
import { type Input, Route } from '../http/route.decorator.js';
import { HealthService } from './health.service.js';

/** A path at the root, below `/api` and below the API's base (C24). */
const everywhere = (path: string): string[] => [path, `/api${path}`, apiBase + path];

const { health, live, ready } = platformRoutes;

/** What load balancers, orchestrators and people ask; none of it says why something is down. */
@Controller()
export class HealthController {
  constructor(private readonly service: HealthService) {}

  @Route(health, everywhere('/health'))
  show({ reply }: Input<typeof health>): Promise<Health> {
    return this.answer(reply);
  }

  @Route(live, [...everywhere('/health/live'), '/live'])
  live({ reply }: Input<typeof live>): { status: 'ok' } {
    cacheable(reply);
    return { status: 'ok' };
  }

  @Route(ready, [...everywhere('/health/ready'), '/ready'])
  ready({ reply }: Input<typeof ready>): Promise<Health> {
    return this.answer(reply);
  }

  private async answer(reply: FastifyReply): Promise<Health> {
    const health = await this.service.health();
    cacheable(reply);
    if (health.status === 'down') void reply.status(503);
    return health;
  }
}

const cacheable = (reply: FastifyReply): void =>
  void reply.header('cache-control', 'public, max-age=5');
