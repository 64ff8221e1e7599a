import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

// The bare limit of a GET. Decorators are called by hand: Node strips types, but not decorators.
class HelloController {
  hello() {
    return { hello: 'world' };
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
await app.listen(0, '127.0.0.1');
process.stdout.write(`${await app.getUrl()}\n`);
