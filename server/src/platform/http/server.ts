import './fastify-types.js';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { newRandomId } from '../../kernel/id.js';
import { newTraceparent, traceparentOf } from '../../kernel/trace.js';
import type { Config } from '../config/config.js';
import { installTelemetry, safePath, unroutedTelling } from './request-telemetry.js';
import { NestLogger } from '../telemetry/nest-logger.js';
import type { Telemetry } from '../telemetry/telemetry.module.js';
import { AllowedMethods } from './allowed-methods.js';
import { minutes, seconds } from '../../kernel/clock.js';
import { AddressGate } from './address-gate.js';
import { installBodyPatience } from './body-patience.js';
import { answerBrokenRequest } from './broken-request.js';
import { Authenticator, KeyAuthenticator } from './caller.js';
import { installGathering } from './answers/gathered-answers.js';
import { IdempotencyService } from './idempotency/idempotency.service.js';
import { parseJsonBody } from './json-body.js';
import { installPipeline } from './pipeline.js';
import { toAppError } from './problem.js';
import { ProblemFilter, sendProblem } from './problem.filter.js';
import { ChallengeGate } from './challenge/challenge-gate.js';
import { RateLimiter } from './rate-limiter.js';
import { installReception } from './reception.js';
import { installUploads } from './upload.js';
import { securityHeadersOf } from './security-headers.js';

/** A request id that a caller may choose; others are replaced. */
const requestIdForm = /^[\w.-]{8,64}$/;

/** Makes the HTTP application of a module, with everything that stands around its handlers. */
export async function createHttpApplication(
  module: DynamicModule,
  config: Config,
  telemetry: Telemetry,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(
    serverOptions(config, telemetry) as ConstructorParameters<typeof FastifyAdapter>[0],
  );
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.server.headersTimeout = seconds(config.GATEHOUSE_REQUEST_SECONDS);
  installBodyPatience(fastify, {
    whole: seconds(config.GATEHOUSE_REQUEST_SECONDS),
    upload: seconds(config.GATEHOUSE_UPLOAD_STALL_SECONDS),
  });
  installTelemetry(fastify, telemetry.accessLog, telemetry.metrics);
  const allowedMethods = new AllowedMethods();
  allowedMethods.observe(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new NestLogger(telemetry.logger),
  });
  app.useGlobalFilters(new ProblemFilter(telemetry.logger, allowedMethods));
  await installPlugins(fastify, config);
  installReception(fastify, securityHeadersOf(config), app.get(AddressGate));
  installPipeline(fastify, {
    authenticator: app.get(Authenticator),
    keyAuthenticator: app.get(KeyAuthenticator),
    rateLimiter: app.get(RateLimiter),
    challenges: app.get(ChallengeGate),
    idempotency: app.get(IdempotencyService),
    proofLife: minutes(config.GATEHOUSE_STEP_UP_MINUTES),
    controllerOf: (type) => app.get<object>(type, { strict: false }),
  });
  installGathering(fastify);
  return app;
}

function serverOptions(config: Config, telemetry: Telemetry): FastifyServerOptions {
  const tell = unroutedTelling(telemetry.accessLog, telemetry.metrics);
  return {
    trustProxy: config.GATEHOUSE_TRUSTED_PROXIES.length > 0 && [
      ...config.GATEHOUSE_TRUSTED_PROXIES,
    ],
    bodyLimit: config.GATEHOUSE_BODY_LIMIT,
    // Bodies are waited for by `installBodyPatience`.
    requestTimeout: 0,
    routerOptions: { maxParamLength: 200 },
    genReqId: ({ headers }) => {
      const sent = headers['x-request-id'];
      return typeof sent === 'string' && requestIdForm.test(sent) ? sent : newRandomId();
    },
    frameworkErrors: (error, request, reply) => {
      const known = toAppError(error);
      const { id, headers } = request;
      const context = { traceparent: traceparentOf(headers.traceparent) ?? newTraceparent() };
      tell(request, known.code, context);
      sendProblem(known, { id, url: safePath(request.url), context }, reply);
    },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, tell),
  };
}

async function installPlugins(fastify: FastifyInstance, config: Config): Promise<void> {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    /^application\/(?:[\w.-]+\+)?json(?:;|$)/,
    { parseAs: 'string' },
    (_request, body, done) => {
      try {
        done(null, body === '' ? undefined : parseJsonBody(body as string));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  installUploads(fastify);
  if (config.GATEHOUSE_CORS_ORIGINS.length > 0) await fastify.register(cors, corsOptions(config));
  // Read where somebody asks for them, and not for every request.
  await fastify.register(cookie, { hook: false });
  installCompression(fastify);
  await fastify.register(compress, { global: false });
}

/**
 * Compresses pages, documents and lists. Other answers are small, and some hold a secret beside what
 * a caller chose, which compressing together would betray (BREACH).
 */
function installCompression(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    const { contract } = route.config ?? {};
    const large =
      !contract?.response || contract.root || (contract.method === 'GET' && contract.query);
    route.compress = large ? { threshold: 1024, encodings: ['br', 'gzip'] } : false;
  });
}

const corsOptions = (config: Config) => ({
  origin: [...config.GATEHOUSE_CORS_ORIGINS],
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  exposedHeaders: [
    'x-request-id',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'etag',
    'link',
    'idempotent-replayed',
  ],
  maxAge: 600,
});
