import { Injectable } from '@nestjs/common';
import type { DetectionSettings } from '@gatehouse/contracts/security/detections';
import { Spraying } from './spraying.service.js';

/** Many accounts with few tries each, from however many addresses: too few for any of them to stand out. */
@Injectable()
export class PasswordSpraying extends Spraying {
  override readonly key = 'password_spraying';
  override readonly title = 'Password spraying';
  override readonly description =
    'Many accounts fail a few times each and none of them gets in, from whatever addresses.';
  override readonly advice =
    'Many addresses share the work, so blocking one helps little. See in the attempts which accounts were got into in that time, force a reset for these, and require a second factor.';
  override readonly unit = 'accounts with one to three failures';
  protected override readonly sprayed = 'passwords';
  protected override readonly counted = 'failures';

  override defaults = (): DetectionSettings => ({
    enabled: true,
    threshold: 50,
    windowMinutes: 30,
    action: 'alert',
    severity: 'high',
  });
}
