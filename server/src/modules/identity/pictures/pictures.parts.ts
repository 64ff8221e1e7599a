import type { IdentityParts } from '../identity-parts.js';
import { PicturesController } from './pictures.controller.js';
import { PicturesRepository } from './pictures.repository.js';
import { PicturesService } from './pictures.service.js';

export const picturesParts: IdentityParts = {
  controllers: [PicturesController],
  providers: [PicturesRepository, PicturesService],
};
