import { Controller } from '@nestjs/common';
import { platformRoutes } from '@gatehouse/contracts/platform';
import { version } from '../health/version.js';
import { Route } from '../http/route.decorator.js';
import { openApiDocument } from './openapi-document.js';

@Controller()
export class OpenApiController {
  private document: Record<string, unknown> | undefined;

  @Route(platformRoutes.openApi)
  read() {
    this.document ??= openApiDocument(version);
    return this.document;
  }
}
