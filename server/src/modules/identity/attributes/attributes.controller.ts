import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { attributeRoutes } from '@gatehouse/contracts/identity/profiles/attributes';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { AttributeDefinitionsService } from './attribute-definitions.service.js';
import { MetadataService } from './metadata.service.js';

@Controller()
export class AttributesController {
  constructor(
    private readonly attributes: AttributeDefinitionsService,
    private readonly metadata: MetadataService,
  ) {}

  @Route(attributeRoutes.list)
  async list({ caller, reply }: Input<typeof attributeRoutes.list>) {
    const { definitions, updatedAt } = await this.attributes.get(caller);
    void reply.header('etag', etagOf(updatedAt));
    return { attributes: definitions };
  }

  @Route(attributeRoutes.replace)
  async replace({ caller, body, ifMatch, reply }: Input<typeof attributeRoutes.replace>) {
    const since = unchangedSince(ifMatch);
    const after = await this.attributes.replace(caller, body.attributes, since);
    void reply.header('etag', etagOf(after.updatedAt));
    return { attributes: after.definitions };
  }

  @Route(attributeRoutes.getMetadata)
  getMetadata({ caller, params }: Input<typeof attributeRoutes.getMetadata>) {
    return this.metadata.get(caller, params.id);
  }

  @Route(attributeRoutes.replaceMetadata)
  replaceMetadata({ caller, params, body }: Input<typeof attributeRoutes.replaceMetadata>) {
    return this.metadata.replace(caller, params.id, body);
  }
}
