import type { IdentityParts } from '../identity-parts.js';
import { AttributeDefinitionsService } from './attribute-definitions.service.js';
import { AttributesController } from './attributes.controller.js';
import { AttributesRepository } from './attributes.repository.js';
import { MemberAttributesService } from './member-attributes.service.js';
import { MetadataService } from './metadata.service.js';

export const attributesParts: IdentityParts = {
  controllers: [AttributesController],
  providers: [
    AttributeDefinitionsService,
    AttributesRepository,
    MemberAttributesService,
    MetadataService,
  ],
};
