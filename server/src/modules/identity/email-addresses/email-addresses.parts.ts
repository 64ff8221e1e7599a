import type { IdentityParts } from '../identity-parts.js';
import { AddressBookService } from './address-book.service.js';
import { EmailAddressesController } from './email-addresses.controller.js';
import { EmailAddressesRepository } from './email-addresses.repository.js';
import { EmailAddressesService } from './email-addresses.service.js';
import { PrimaryAddressService } from './primary-address.service.js';

export const emailAddressesParts: IdentityParts = {
  controllers: [EmailAddressesController],
  providers: [
    AddressBookService,
    EmailAddressesRepository,
    EmailAddressesService,
    PrimaryAddressService,
  ],
};
