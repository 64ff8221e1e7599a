import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { AuthorizationResponse } from '@gatehouse/contracts/identity/social';
import { after, Clock, minutes } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { hashToken, newToken } from '../../../../kernel/secret.js';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import { Database } from '../../../../platform/database/database.js';
import { accountKey } from '../../users/account-key.js';
import { ProvidersService } from '../providers/providers.service.js';
import type { ForeignIdentity, ProviderRules } from '../providers/social-provider.js';
import { SocialFlowsRepository } from './social-flows.repository.js';

/** A flow that has begun. */
export interface StartedFlow {
  readonly authorizationUrl: string;
  readonly state: string;
  /** Only the browser that began knows it, by a cookie. */
  readonly browserKey: string;
}

/** A flow that comes back. */
export interface FlowAnswer {
  readonly provider: string;
  readonly response: AuthorizationResponse;
  /** Undefined where the browser sent no cookie. */
  readonly browserKey: string | undefined;
  /** The session that connects an account; null for a sign-in. */
  readonly sessionId: string | null;
}

/** How long somebody may stay at the provider. */
export const flowLife = minutes(10);

/** What is sealed; short-lived, so it is not sealed anew when keys are rotated. */
const secretsShape = z.object({ nonce: z.string(), codeVerifier: z.string() });

/** Where it is sealed to. */
const placeOf = (stateHash: Buffer): string => `social_flows.secrets:${stateHash.toString('hex')}`;

/** Leads a browser to a provider and back (RFC 6749 section 4.1, RFC 9700). */
@Injectable()
export class SocialFlowsService {
  constructor(
    private readonly providers: ProvidersService,
    private readonly repository: SocialFlowsRepository,
    private readonly cipher: FieldCipher,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`, `provider_unavailable` */
  async begin(providerId: string, sessionId: string | null): Promise<StartedFlow> {
    const secrets = { state: newToken(), nonce: newToken(), codeVerifier: newToken() };
    const authorizationUrl = await this.providers.get(providerId).authorizationUrl(secrets);
    const { state, nonce, codeVerifier } = secrets;
    const browserKey = newToken();
    const createdAt = this.clock.now();
    const stateHash = hashToken(state);
    await this.repository.insert(this.database.connection, {
      stateHash,
      provider: providerId,
      browserHash: hashToken(browserKey),
      sessionId,
      secrets: this.cipher.seal(JSON.stringify({ nonce, codeVerifier }), placeOf(stateHash)),
      createdAt,
      expiresAt: after(createdAt, flowLife),
    });
    return { authorizationUrl, state, browserKey };
  }

  /**
   * Who came back. The flow is used up first, so that an answer that was seen by others opens nothing.
   * @throws AppError `not_found`, `provider_sign_in_failed`, `provider_unavailable`,
   * `provider_domain_not_allowed`
   */
  async finish({
    provider,
    response,
    browserKey,
    sessionId,
  }: FlowAnswer): Promise<ForeignIdentity> {
    const vouching = this.providers.get(provider);
    if (browserKey === undefined) throw new AppError('provider_sign_in_failed');
    const stateHash = hashToken(response.state);
    const key = { stateHash, provider, browserHash: hashToken(browserKey), sessionId };
    const flow = await this.repository.consume(this.database.connection, key, this.clock.now());
    if (!flow) throw new AppError('provider_sign_in_failed');
    const sealed = this.cipher.open(flow.secrets, placeOf(stateHash));
    const { nonce, codeVerifier } = secretsShape.parse(JSON.parse(sealed));
    const { state } = response;
    const identity = await vouching.identify(response, { state, nonce, codeVerifier });
    assertDomain(vouching.rules, identity);
    return identity;
  }
}

/** @throws AppError `provider_domain_not_allowed` for an address of another domain, or none that is confirmed */
function assertDomain({ emailDomains }: ProviderRules, identity: ForeignIdentity): void {
  if (emailDomains.length === 0) return;
  const { email, emailVerified } = identity;
  const domain = email === null ? '' : (accountKey(email).split('@').at(-1) ?? '');
  if (!emailVerified || !emailDomains.includes(domain))
    throw new AppError('provider_domain_not_allowed');
}
