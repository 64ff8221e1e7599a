import { Injectable } from '@nestjs/common';
import type { DetectionSettings } from '@gatehouse/contracts/security/detections';
import { Spraying } from './spraying.service.js';

/** A list of passwords that work, and somebody who tries codes behind them. */
@Injectable()
export class CodeSpraying extends Spraying {
  override readonly key = 'code_spraying';
  override readonly title = 'Mass failure of codes';
  override readonly description =
    'The second factors of many accounts are refused and none of them gets in, from whatever addresses: their passwords are known.';
  override readonly advice =
    'The passwords of these accounts are known. Force a reset for them, and ask where the passwords come from: a page that looks like yours, or a leak.';
  override readonly unit = 'accounts whose second factors were refused';
  protected override readonly sprayed = 'codes';
  protected override readonly counted = 'codes';

  override defaults = (): DetectionSettings => ({
    enabled: true,
    threshold: 20,
    windowMinutes: 30,
    action: 'alert',
    severity: 'critical',
  });
}
