import '../fastify-types.js';
import { signInRoutes } from '@gatehouse/contracts/identity/sign-in';
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { installGathering } from './gathered-answers.js';
import { requestContext, RequestContext } from '../request-context.js';

/** A server that writes down, when an answer has ended, whose request's context was found then. */
function observed() {
  const found: [asked: string, context: string | undefined][] = [];
  const fastify = Fastify({ genReqId: ({ headers }) => String(headers['x-request-id']) });
  fastify.decorateRequest('context');
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.context = new RequestContext(request.id, 0, '192.0.2.1', '', undefined);
    requestContext.run(request.context, done);
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    found.push([request.id, requestContext.getStore()?.requestId]);
    done();
  });
  installGathering(fastify);
  const handler = () => ({ valid: true });
  fastify.get('/', { config: { contract: signInRoutes.validate } }, handler);
  const ask = (id: string) => fastify.inject({ url: '/', headers: { 'x-request-id': id } });
  return { ask, found };
}

it('answers that are ready at once are all written, each in the context of its own request', async () => {
  const { ask, found } = observed();
  const ids = ['first', 'second', 'third'];
  const answers = await Promise.all(ids.map(ask));
  expect(answers.map(({ body }) => body)).toEqual(ids.map(() => '{"valid":true}'));
  expect(found).toEqual(ids.map((id) => [id, id]));
});

it('an answer that comes alone is written without another to wake it', async () => {
  const { ask, found } = observed();
  await ask('alone');
  await ask('alone again');
  expect(found.map(([id]) => id)).toEqual(['alone', 'alone again']);
});
