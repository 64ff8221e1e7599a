import type { IdentityParts } from '../identity-parts.js';
import { Audiences } from './audiences.port.js';
import { AudiencesRepository } from './audiences.repository.js';

export const audiencesParts: IdentityParts = {
  controllers: [],
  providers: [{ provide: Audiences, useClass: AudiencesRepository }],
};
