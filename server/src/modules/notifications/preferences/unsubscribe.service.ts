import { Injectable } from '@nestjs/common';
import { type Category, isLocked } from '@gatehouse/contracts/notifications/categories';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { PreferencesService } from './preferences.service.js';
import { openSubscription, signSubscription } from './unsubscribe-token.js';

/** Where a mail can be ended. */
export interface UnsubscribeLinks {
  /** For people: a page that asks. */
  readonly page: string;
  /** Headers for mail programs (RFC 2369, RFC 8058): one click, which is a POST. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Links that end mails without signing in. */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly preferences: PreferencesService,
    private readonly directory: UserDirectory,
    private readonly keys: KeyRing,
    private readonly config: Config,
  ) {}

  /** Null where none of the categories can be ended. */
  linksOf(userId: string, categories: readonly Category[]): UnsubscribeLinks | null {
    const ended = [...new Set(categories)].filter((category) => !isLocked(category, 'email'));
    if (ended.length === 0) return null;
    const token = signSubscription(this.keys, { userId, categories: ended });
    const { publicUrl } = this.config;
    return {
      page: `${publicUrl}/unsubscribe?token=${token}`,
      headers: {
        'List-Unsubscribe': `<${publicUrl}/api/v1/notifications/unsubscribe?token=${token}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    };
  }

  /** Ends what a token names; any number of times. @throws AppError `invalid_token` */
  async unsubscribe(token: string): Promise<{ categories: Category[] }> {
    const subscription = openSubscription(this.keys, token);
    if (!subscription) throw new AppError('invalid_token');
    const { userId } = subscription;
    const categories = subscription.categories.filter((one) => !isLocked(one, 'email'));
    // Of somebody who was erased nothing is written down any more.
    const [person] = await this.directory.contactOf([userId]);
    if (person) await this.preferences.endMails(userId, categories);
    return { categories };
  }
}
