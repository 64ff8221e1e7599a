import { z } from 'zod';
import { pictureTypes } from '../../media-types.js';
import { route } from '../../route.js';

/** Bytes of the largest picture. */
export const largestPicture = 256 * 1024;

export const pictureRoutes = {
  replace: route({
    name: 'pictures.replace',
    method: 'PUT',
    path: '/auth/picture',
    summary: 'Set my picture: PNG, JPEG or WebP of up to 256 KiB',
    access: 'signed_in',
    rateLimit: 'api',
    upload: pictureTypes,
    status: 200,
    response: z.object({ pictureUrl: z.string() }),
    errors: ['payload_too_large', 'unsupported_media_type'],
  }),
  remove: route({
    name: 'pictures.remove',
    method: 'DELETE',
    path: '/auth/picture',
    summary: 'Take my picture away; its address answers no more',
    access: 'signed_in',
    rateLimit: 'api',
    status: 204,
    errors: [],
  }),
  get: route({
    name: 'pictures.get',
    method: 'GET',
    path: '/pictures/:pictureId',
    summary:
      'A picture, by the address that the account names; another picture has another address',
    access: 'public',
    // As any image of a page: a list shows dozens at once.
    rateLimit: 'none',
    params: z.object({ pictureId: z.string().regex(/^[\w-]{43}$/) }),
    download: pictureTypes,
    status: 200,
    errors: ['not_found'],
  }),
};
