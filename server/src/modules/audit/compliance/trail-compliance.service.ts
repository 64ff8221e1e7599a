import { Injectable } from '@nestjs/common';
import {
  type RetentionSetting,
  retentionSettings,
  type TrailCompliance,
} from '@gatehouse/contracts/compliance/trail';
import { Config } from '../../../platform/config/config.js';
import type { Caller } from '../../../platform/http/caller.js';
import { VerificationsService } from '../verification/verifications.service.js';

/** Whether the trail is whole, and for how long what is kept. */
@Injectable()
export class TrailComplianceService {
  constructor(
    private readonly verifications: VerificationsService,
    private readonly config: Config,
  ) {}

  async get(caller: Caller): Promise<TrailCompliance> {
    const names = Object.keys(retentionSettings) as RetentionSetting[];
    return {
      verification: await this.verifications.findLatest(caller),
      retention: names.map((setting) => ({ setting, days: this.config[setting] })),
    };
  }
}
