import { AddressGate } from '../../../platform/http/address-gate.js';
import type { SecurityParts } from '../security-parts.js';
import { AddressGateService } from './address-gate.service.js';
import { AllowedNetworksRepository } from './allowed-networks.repository.js';
import { AllowedNetworksService } from './allowed-networks.service.js';
import { AutomaticBlocksService } from './automatic-blocks.service.js';
import { BlocklistRepository } from './blocklist.repository.js';
import { EndedBlocksJob } from './ended-blocks.job.js';
import { IpBlocksController } from './ip-blocks.controller.js';
import { IpBlocksRepository } from './ip-blocks.repository.js';
import { IpBlocksService } from './ip-blocks.service.js';

export const ipBlockParts: SecurityParts = {
  controllers: [IpBlocksController],
  providers: [
    BlocklistRepository,
    AddressGateService,
    { provide: AddressGate, useExisting: AddressGateService },
    IpBlocksRepository,
    IpBlocksService,
    AutomaticBlocksService,
    AllowedNetworksRepository,
    AllowedNetworksService,
    EndedBlocksJob,
  ],
};
