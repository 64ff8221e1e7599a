import { z } from 'zod';
import { pictureTypes } from '../../media-types.js';
import { id } from '../../fields.js';
import { route } from '../../route.js';

/** Bytes of the largest picture. */
export const largestPicture = 256 * 1024;
/** Pixels of the longer side: a small file may be a picture that takes gigabytes to show. */
export const longestSide = 2048;

export const pictureRoutes = {
  replace: route({
    name: 'pictures.replace',
    method: 'PUT',
    path: '/auth/picture',
    summary: 'Set my picture: PNG, JPEG or WebP of up to 256 KiB and 2048 pixels a side',
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
  removeOf: route({
    name: 'pictures.removeOf',
    method: 'DELETE',
    path: '/users/:id/picture',
    summary: 'Take the picture of a person of a lower role away, who is told',
    access: 'user:update',
    rateLimit: 'api',
    params: z.object({ id }),
    status: 204,
    errors: ['not_found', 'forbidden'],
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
