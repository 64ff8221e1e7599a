import type { IdentityParts } from '../identity-parts.js';
import { IdentityMailsService } from './identity-mails.service.js';
import { SecurityMailsService } from './security-mails.service.js';

export const mailsParts: IdentityParts = {
  controllers: [],
  providers: [SecurityMailsService, IdentityMailsService],
};
