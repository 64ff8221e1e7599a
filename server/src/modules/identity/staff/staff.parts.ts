import type { IdentityParts } from '../identity-parts.js';
import { StaffNoticesService } from './staff-notices.service.js';
import { StaffController } from './staff.controller.js';
import { StaffAuthorityService } from './staff-authority.service.js';
import { StaffRepository } from './staff.repository.js';
import { StaffService } from './staff.service.js';

export const staffParts: IdentityParts = {
  controllers: [StaffController],
  providers: [StaffRepository, StaffAuthorityService, StaffNoticesService, StaffService],
};
