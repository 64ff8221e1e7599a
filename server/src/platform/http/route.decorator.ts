import './fastify-types.js';
import type { Readable } from 'node:stream';
import {
  applyDecorators,
  HttpCode,
  RequestMapping,
  RequestMethod,
  type Type,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { AnyPermission } from '@gatehouse/contracts/permissions';
import {
  type Access,
  apiBase,
  type RouteBody,
  type RouteContract,
  type RouteParams,
  type RouteQuery,
  type RouteResponse,
} from '@gatehouse/contracts/route';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, SessionCaller } from './caller.js';
import { cutShapeOf } from './answers/response-cut.js';

/**
 * Whoever calls. A public route has nobody; what is a person's own answers to no key, and
 * pipeline.ts turns keys away before.
 */
export type CallerOf<A extends Access> = A extends 'public'
  ? null
  : A extends AnyPermission
    ? Caller
    : SessionCaller;

/** What a handler receives: the request, checked against its contract. */
export interface Input<R extends RouteContract> {
  readonly params: RouteParams<R>;
  readonly query: RouteQuery<R>;
  readonly caller: R['keys'] extends true ? Caller : CallerOf<R['access']>;
  readonly body: R['upload'] extends readonly string[] ? Readable : RouteBody<R>;
  readonly clientAddress: string;
  readonly userAgent: string;
  /** `If-Match`, where two people may edit. */
  readonly ifMatch: string | undefined;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Answer<R extends RouteContract> = R['download'] extends readonly string[]
  ? Readable
  : RouteResponse<R>;

type Handler<R extends RouteContract> = (input: Input<R>) => Promise<Answer<R>> | Answer<R>;

/** Every path a route answers at: below the API's base, and as the bare alias (C25). */
const pathsOf = (contract: RouteContract): string[] =>
  contract.root ? [contract.path] : [apiBase + contract.path, contract.path];

/**
 * Serves an endpoint of the contracts. The handler gets one argument, `Input`, and must return
 * what the contract says; the request pipeline (pipeline.ts) does all else from the same value.
 */
export function Route<R extends RouteContract>(contract: R, paths: string[] = pathsOf(contract)) {
  return <H extends Handler<R>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    const handler: HandlerPlace = { controller: target.constructor as Type, method: key };
    applyDecorators(
      RequestMapping({ path: paths, method: RequestMethod[contract.method] }),
      HttpCode(contract.status),
      RouteConfig({ contract, handler }),
    )(target, key, descriptor);
  };
}

/** Which method of which controller serves a route. */
export interface HandlerPlace {
  readonly controller: Type;
  readonly method: string;
}

type RequestHandler = (input: FastifyRequest) => unknown;

/**
 * What Fastify calls for a route: the controller's method itself, whose `Input` is the request and
 * whose answer is cut to the contract. Nest maps the routes, and would call them through a chain of
 * promises for its guards, pipes and interceptors; ours are hooks (pipeline.ts), and that chain costs
 * a third of a bare GET.
 */
export function handlerOf(controller: object, method: string, contract: RouteContract) {
  const handle: RequestHandler = Reflect.get(controller, method).bind(controller);
  const shape = contract.response && cutShapeOf(contract.response);
  const send = (reply: FastifyReply, answer: unknown): void =>
    void reply.send(shape && reply.statusCode < 300 ? shape.parse(answer) : answer);
  return (request: FastifyRequest, reply: FastifyReply): void => {
    void reply.status(contract.status);
    const answer = handle(request);
    if (answer instanceof Promise)
      answer.then((late) => send(reply, late)).catch((error) => void reply.send(error));
    else send(reply, answer);
  };
}
