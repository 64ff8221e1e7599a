import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

// The bare limit of a GET. Decorators are called by hand: Node strips types, but not decorators.
class HelloController {
  hello() {
    return { valid: true, userId: '01a1faa1-39e2-7388-a78e-316cf55f9e70', sessionId: '01a1faa1-39e2-73f8-b4d8-ab1196afdcb3', organizationId: '01a1ffc7-95e9-79a4-a7c4-1a585eb94177', role: 'EMPLOYEE', groups: [], permissions: ['user:read'], expiresAt: '2026-11-28T20:23:52.542Z' };
  }
}
const { prototype } = HelloController;
const method = Object.getOwnPropertyDescriptor(prototype, 'hello') ?? {};
Get('hello')(prototype, 'hello', method);
Controller()(HelloController);

class HelloModule {
  readonly name = 'hello';
}
Module({ controllers: [HelloController] })(HelloModule);

const app = await NestFactory.create<NestFastifyApplication>(HelloModule, new FastifyAdapter(), {
  logger: false,
});
const extra = { 'x-request-id': '068fcc84-61fb-4074-8a2a-cf9e586d7fb5', 'cache-control': 'no-store', 'content-security-policy': "default-src 'none';frame-ancestors 'none'", 'cross-origin-resource-policy': 'same-origin', ratelimit: '"api";r=119;t=1', 'ratelimit-policy': '"api";q=120;w=60', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' };
app.getHttpAdapter().getInstance().addHook('onRequest', (request: any, reply: any, done: any) => { reply.headers(extra); done(); });
await app.listen(0, '127.0.0.1');
process.stdout.write(`${await app.getUrl()}\n`);
