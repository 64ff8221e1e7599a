import { Controller } from '@nestjs/common';
import { documentRoutes } from '@gatehouse/contracts/documents';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import { equalSecrets } from '../../kernel/secret.js';
import { Config } from '../config/config.js';
import { type Input, Route } from '../http/route.decorator.js';
import { cameFromThisMachine } from '../http/peers/this-machine.js';
import { Metrics } from './metrics.js';

/** `GET /metrics` (C27). */
@Controller()
export class MetricsController {
  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  /** @throws AppError `not_found` while no token is set, `unauthenticated` for a wrong one. */
  @Route(documentRoutes.metrics)
  async show({ request, reply }: Input<typeof documentRoutes.metrics>): Promise<string> {
    this.admit(request);
    const { contentType, text } = await this.metrics.exposition();
    void reply.type(contentType).header('cache-control', 'no-store');
    return text;
  }

  private admit(request: FastifyRequest): void {
    if (cameFromThisMachine(request)) return;
    const token = this.config.METRICS_TOKEN;
    if (token === undefined) throw new AppError('not_found');
    const sent = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (sent === undefined || !equalSecrets(sent, token)) throw new AppError('unauthenticated');
  }
}
