import type { IdentityParts } from '../identity-parts.js';
import { MagicLinkSignInService } from './magic-link-sign-in.service.js';
import { MagicLinksController } from './magic-links.controller.js';
import { MailedProofsService } from './mailed-proofs.service.js';
import { MagicLinksService } from './magic-links.service.js';

export const magicLinksParts: IdentityParts = {
  controllers: [MagicLinksController],
  providers: [MailedProofsService, MagicLinksService, MagicLinkSignInService],
};
