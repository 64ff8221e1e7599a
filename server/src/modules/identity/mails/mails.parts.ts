import type { IdentityParts } from '../identity-parts.js';
import { ChosenLanguagesListener } from './chosen-languages.listener.js';
import { IdentityMailsService } from './identity-mails.service.js';
import { MailLanguagesRepository } from './mail-languages.repository.js';
import { MailLanguagesService } from './mail-languages.service.js';
import { SecurityMailsService } from './security-mails.service.js';

export const mailsParts: IdentityParts = {
  controllers: [],
  providers: [
    ChosenLanguagesListener,
    MailLanguagesRepository,
    MailLanguagesService,
    SecurityMailsService,
    IdentityMailsService,
  ],
};
