import './fastify-types.js';
import type { Readable } from 'node:stream';
import { applyDecorators, HttpCode, Req, RequestMapping, RequestMethod } from '@nestjs/common';
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
    // Each `Input` is the request itself: to gather one anew costs a twentieth of what a route costs.
    Req()(target, key, 0);
    applyDecorators(
      RequestMapping({ path: paths, method: RequestMethod[contract.method] }),
      HttpCode(contract.status),
      RouteConfig({ contract }),
    )(target, key, descriptor);
  };
}
