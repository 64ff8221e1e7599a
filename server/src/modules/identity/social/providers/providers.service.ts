import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Config } from '../../../../platform/config/config.js';
import { Logger } from '../../../../platform/telemetry/logger.js';
import { GithubProvider } from './github-provider.js';
import { OpenIdProvider } from './openid-provider.js';
import type { SocialProvider } from './social-provider.js';

/** The providers that the settings name. */
@Injectable()
export class ProvidersService {
  private readonly providers: readonly SocialProvider[];

  constructor(config: Config, clock: Clock, logger: Logger) {
    this.providers = config.socialProviders.map((settings) => {
      // Each has its own, so that an answer is never taken for another's (RFC 9700 section 4.4).
      const redirectUri = `${config.publicUrl}/auth/social/${settings.id}/callback`;
      return settings.protocol === 'github'
        ? new GithubProvider(settings, redirectUri, logger)
        : new OpenIdProvider(settings, redirectUri, clock, logger);
    });
  }

  list(): readonly SocialProvider[] {
    return this.providers;
  }

  /** Null for one that the settings don't name any more. */
  find(id: string): SocialProvider | null {
    return this.providers.find((provider) => provider.id === id) ?? null;
  }

  /** What people know one by: its id where the settings don't name it any more. */
  labelOf(id: string): string {
    return this.find(id)?.label ?? id;
  }

  /** @throws AppError `not_found` */
  get(id: string): SocialProvider {
    const provider = this.find(id);
    if (!provider) throw new AppError('not_found');
    return provider;
  }
}
