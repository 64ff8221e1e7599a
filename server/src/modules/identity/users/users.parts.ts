import type { IdentityParts } from '../identity-parts.js';
import { AccountsService } from './accounts.service.js';
import { ClaimsService } from './claims.service.js';
import { StandingService } from './standing.service.js';
import { UnconfirmedAccountsRepository } from './unconfirmed-accounts.repository.js';
import { UserCredentialsRepository } from './user-credentials.repository.js';
import { UserDirectory } from './user-directory.port.js';
import { UserDirectoryRepository } from './user-directory.repository.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

export const usersParts: IdentityParts = {
  controllers: [UsersController],
  providers: [
    UserCredentialsRepository,
    UsersRepository,
    UsersService,
    AccountsService,
    ClaimsService,
    StandingService,
    UnconfirmedAccountsRepository,
    { provide: UserDirectory, useClass: UserDirectoryRepository },
  ],
};
