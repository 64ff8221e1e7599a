import type { IdentityParts } from '../identity-parts.js';
import { OutreachService } from './outreach.service.js';
import { WelcomesService } from './welcomes.service.js';

export const outreachParts: IdentityParts = {
  controllers: [],
  providers: [OutreachService, WelcomesService],
};
