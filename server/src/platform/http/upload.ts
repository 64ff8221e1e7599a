import './fastify-types.js';
import type { Readable } from 'node:stream';
import { csvType, jsonLinesType } from '@gatehouse/contracts/media-types';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/error.js';
import type { Done } from './route-hooks.js';

/** Hands bodies that are no JSON on as they come, to the routes whose contract has an `upload`. */
export function installUploads(fastify: FastifyInstance): void {
  fastify.addContentTypeParser([csvType, jsonLinesType], (request, payload, done) => {
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

/** Refuses other media types before anything of the body is read. */
export function uploadCheck(types: readonly string[]) {
  return (request: FastifyRequest, _reply: FastifyReply, done: Done): void => {
    const [type = ''] = request.headers['content-type']?.toLowerCase().split(';') ?? [];
    if (types.includes(type.trim())) done();
    else
      done(new AppError('unsupported_media_type', { detail: `Send one of ${types.join(', ')}.` }));
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
