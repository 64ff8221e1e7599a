import { Controller } from '@nestjs/common';
import { templateRoutes } from '@gatehouse/contracts/notifications/templates';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { TemplatesService } from './templates.service.js';
import { TemplateTestsService } from './template-tests.service.js';

@Controller()
export class TemplatesController {
  constructor(
    private readonly templates: TemplatesService,
    private readonly tests: TemplateTestsService,
  ) {}

  @Route(templateRoutes.titles)
  titles() {
    return this.templates.titles();
  }

  @Route(templateRoutes.list)
  list() {
    return this.templates.list();
  }

  @Route(templateRoutes.create)
  create({ caller, body }: Input<typeof templateRoutes.create>) {
    return this.templates.create(caller, body);
  }

  @Route(templateRoutes.get)
  get({ params }: Input<typeof templateRoutes.get>) {
    return this.templates.get(params.name);
  }

  @Route(templateRoutes.version)
  version({ params }: Input<typeof templateRoutes.version>) {
    return this.templates.version(params.name, params.version);
  }

  @Route(templateRoutes.addVersion)
  addVersion({ caller, params, body }: Input<typeof templateRoutes.addVersion>) {
    return this.templates.addVersion(caller, params.name, body);
  }

  @Route(templateRoutes.activate)
  activate({ params }: Input<typeof templateRoutes.activate>) {
    return this.templates.activate(params.name, params.version);
  }

  @Route(templateRoutes.remove)
  remove({ params }: Input<typeof templateRoutes.remove>) {
    return this.templates.remove(params.name);
  }

  @Route(templateRoutes.preview)
  preview({ params, body }: Input<typeof templateRoutes.preview>) {
    return this.templates.preview(params.name, body);
  }

  @Route(templateRoutes.test)
  async test({ caller, params, body }: Input<typeof templateRoutes.test>) {
    await this.tests.send(caller, params.name, body);
  }
}
