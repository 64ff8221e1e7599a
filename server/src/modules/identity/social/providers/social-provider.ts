import type { AuthorizationResponse } from '@gatehouse/contracts/identity/social';
import type { SocialProviderSettings } from '../../../../platform/config/social-providers.js';

/** What one sign-in with a provider is bound to. */
export interface FlowSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who somebody is elsewhere, as the provider vouches. */
export interface ForeignIdentity {
  readonly issuer: string;
  /** Never given to anybody else within the issuer. */
  readonly subject: string;
  /** Null where the provider names none, or none that can be one. */
  readonly email: string | null;
  /** Whether the provider has checked that the address is theirs. */
  readonly emailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
}

/** Whom the operator lets in with a provider. */
export type ProviderRules = Pick<SocialProviderSettings, 'emailDomains' | 'existingOnly'>;

/** Somewhere else where people have an account, with the protocol that it speaks. */
export interface SocialProvider {
  readonly id: string;
  readonly label: string;
  readonly rules: ProviderRules;
  /** Where a sign-in begins. @throws AppError `provider_unavailable` */
  authorizationUrl(flow: FlowSecrets): Promise<string>;
  /**
   * Exchanges what the provider answered for who it is.
   * @throws AppError `provider_sign_in_failed`, `provider_unavailable`
   */
  identify(response: AuthorizationResponse, flow: FlowSecrets): Promise<ForeignIdentity>;
}
