import type { SecurityParts } from '../security-parts.js';
import { PlacesController } from './places.controller.js';
import { PlacesService } from './places.service.js';

export const placeParts: SecurityParts = {
  controllers: [PlacesController],
  providers: [PlacesService],
};
