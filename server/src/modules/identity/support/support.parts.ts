import type { IdentityParts } from '../identity-parts.js';
import { SupportClosingService } from './support-closing.service.js';
import { SupportController } from './support.controller.js';
import { SupportRepository } from './support.repository.js';
import { SupportService } from './support.service.js';

export const supportParts: IdentityParts = {
  controllers: [SupportController],
  providers: [SupportRepository, SupportService, SupportClosingService],
};
