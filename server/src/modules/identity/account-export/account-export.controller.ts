import { Controller } from '@nestjs/common';
import { accountExportRoutes } from '@gatehouse/contracts/identity/account-export';
import { zipType } from '@gatehouse/contracts/media-types';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { AccountExportService } from './account-export.service.js';

@Controller()
export class AccountExportController {
  constructor(private readonly exports: AccountExportService) {}

  @Route(accountExportRoutes.request)
  async request({ caller }: Input<typeof accountExportRoutes.request>) {
    await this.exports.request(caller);
    return { status: 'mail_follows' } as const;
  }

  @Route(accountExportRoutes.download)
  async download({ query, reply }: Input<typeof accountExportRoutes.download>) {
    const file = await this.exports.open(query.token);
    void reply
      .header('content-type', zipType)
      .header('content-disposition', 'attachment; filename="account.zip"');
    return file;
  }
}
