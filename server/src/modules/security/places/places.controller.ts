import { Controller } from '@nestjs/common';
import { placeRoutes } from '@gatehouse/contracts/security/places';
import { Route } from '../../../platform/http/route.decorator.js';
import { PlacesService } from './places.service.js';

@Controller()
export class PlacesController {
  constructor(private readonly service: PlacesService) {}

  @Route(placeRoutes.list)
  list() {
    return this.service.list();
  }
}
