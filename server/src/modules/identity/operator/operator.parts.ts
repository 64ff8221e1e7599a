import type { IdentityParts } from '../identity-parts.js';
import { OperatorAccountsService } from './operator-accounts.service.js';
import { OperatorDelaysService } from './operator-delays.service.js';
import { OperatorErasureService } from './operator-erasure.service.js';
import { OperatorExportsService } from './operator-exports.service.js';
import { OperatorFoundingService } from './operator-founding.service.js';
import { OperatorKeysService } from './operator-keys.service.js';
import { OperatorMembersService } from './operator-members.service.js';
import { OperatorOrganizationsService } from './operator-organizations.service.js';
import { OperatorRepository } from './operator.repository.js';
import { OperatorService } from './operator.service.js';

export const operatorParts: IdentityParts = {
  controllers: [],
  providers: [
    OperatorRepository,
    OperatorService,
    OperatorAccountsService,
    OperatorDelaysService,
    OperatorErasureService,
    OperatorExportsService,
    OperatorFoundingService,
    OperatorKeysService,
    OperatorMembersService,
    OperatorOrganizationsService,
  ],
};
