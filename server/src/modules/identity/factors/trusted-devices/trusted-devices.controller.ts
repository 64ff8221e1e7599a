import { Controller } from '@nestjs/common';
import { trustedDeviceRoutes } from '@gatehouse/contracts/identity/trusted-devices';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { TrustedDevicesService } from './trusted-devices.service.js';

@Controller()
export class TrustedDevicesController {
  constructor(private readonly devices: TrustedDevicesService) {}

  @Route(trustedDeviceRoutes.list)
  async list({ caller }: Input<typeof trustedDeviceRoutes.list>) {
    return { data: await this.devices.list(caller), page: { nextCursor: null, hasMore: false } };
  }

  @Route(trustedDeviceRoutes.revoke)
  revoke({ caller, params }: Input<typeof trustedDeviceRoutes.revoke>) {
    return this.devices.revoke(caller, params.id);
  }

  @Route(trustedDeviceRoutes.revokeAll)
  revokeAll({ caller }: Input<typeof trustedDeviceRoutes.revokeAll>) {
    return this.devices.revokeAll(caller);
  }
}
