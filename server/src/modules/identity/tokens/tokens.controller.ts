import { Controller } from '@nestjs/common';
import { platformRoutes } from '@gatehouse/contracts/platform';
import { Route } from '../../../platform/http/route.decorator.js';
import { SigningKeysService } from './signing-keys.service.js';

@Controller()
export class TokensController {
  constructor(private readonly keys: SigningKeysService) {}

  @Route(platformRoutes.jwks)
  jwks() {
    return { keys: this.keys.publicKeys().map((key) => ({ ...key })) };
  }
}
