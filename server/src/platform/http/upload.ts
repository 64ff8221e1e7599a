import './fastify-types.js';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import type { Caller } from './caller.js';
import type { Done } from './route-hooks.js';

/** What an upload is called within: by its own name JSON, for one, would be read whole first. */
const streamedType = 'application/vnd.gatehouse.upload';

/** Hands bodies on as they come, to the routes whose contract has an `upload`. */
export function installUploads(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(streamedType, (request, payload, done) => {
    const { contract } = request.routeOptions.config;
    if (contract?.upload) done(null, payload);
    else done(new AppError('unsupported_media_type'));
  });
  fastify.addContentTypeParser(formTypes, (request, payload, done) => {
    if (!request.routeOptions.config.contract?.form)
      return done(new AppError('unsupported_media_type'));
    discard(payload).then(() => done(null), done);
  });
}

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];
/** More than what mail programs send, in bytes. */
const largestForm = 4_096;

async function discard(payload: Readable): Promise<void> {
  const chunks = readUpTo(payload, largestForm);
  while (!(await chunks.next()).done);
}

/** The media type of a request, in lower case and without parameters. */
export const mediaTypeOf = ({ raw }: FastifyRequest): string =>
  (raw.headers['content-type'] ?? '').toLowerCase().split(';', 1)[0]?.trim() ?? '';

/** Whoever sends an upload, as they are once all of it is there: see `FastifyRequest.readmit`. */
export const senderAtEnd =
  (request: FastifyRequest, caller: Caller): (() => Promise<Caller>) =>
  async () =>
    (await request.readmit?.()) ?? caller;

/** Refuses other media types before anything of the body is read, and has the others handed on. */
export function uploadCheck(types: readonly string[]) {
  return (request: FastifyRequest, _reply: FastifyReply, done: Done): void => {
    if (!types.includes(mediaTypeOf(request)))
      return done(
        new AppError('unsupported_media_type', { detail: `Send one of ${types.join(', ')}.` }),
      );
    request.headers = { 'content-type': streamedType };
    done();
  };
}

/**
 * The chunks of a stream. Where reading ends early the rest is thrown away as it comes: the answer
 * that says why goes over the same connection, and the next request too.
 * @throws AppError `payload_too_large`
 */
export async function* readUpTo(stream: Readable, bytes: number): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      read += (chunk as Buffer).length;
      if (read > bytes) throw new AppError('payload_too_large');
      yield chunk as Buffer;
    }
  } finally {
    stream.resume();
  }
}
