import { Readable } from 'node:stream';
import { Controller } from '@nestjs/common';
import { pictureRoutes } from '@gatehouse/contracts/identity/profiles/pictures';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { senderAtEnd } from '../../../platform/http/upload.js';
import { PicturesService } from './pictures.service.js';

/** For a year and for good: another picture has another address. */
const immutable = 'public, max-age=31536000, immutable';

@Controller()
export class PicturesController {
  constructor(private readonly pictures: PicturesService) {}

  @Route(pictureRoutes.replace)
  async replace({ caller, body, request }: Input<typeof pictureRoutes.replace>) {
    return { pictureUrl: await this.pictures.replace(body, senderAtEnd(request, caller)) };
  }

  @Route(pictureRoutes.remove)
  remove({ caller }: Input<typeof pictureRoutes.remove>) {
    return this.pictures.remove(caller);
  }

  @Route(pictureRoutes.removeOf)
  removeOf({ caller, params }: Input<typeof pictureRoutes.removeOf>) {
    return this.pictures.removeOf(caller, params.id);
  }

  @Route(pictureRoutes.get)
  async get({ params, reply }: Input<typeof pictureRoutes.get>) {
    const { mediaType, content } = await this.pictures.get(params.pictureId);
    void reply.header('content-type', mediaType).header('cache-control', immutable);
    return Readable.from([content]);
  }
}
