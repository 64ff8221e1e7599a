import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { permissionsOf, requiresSecondFactor } from '@gatehouse/contracts/permissions';
import ipaddr from 'ipaddr.js';
import { Clock } from '../../../kernel/clock.js';
import { hashToken } from '../../../kernel/secret.js';
import { KeyAuthenticator, type KeyCaller } from '../../../platform/http/caller.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { entitlementOf } from '../roles/entitlement.js';
import { Batcher } from '../sessions/batcher.js';
import { SeenMarks } from '../sessions/seen-marks.js';
import { isApiKeySecret } from './api-key-secret.js';
import { KeyRefusalsService } from './key-refusals.service.js';
import { ApiKeysRepository, type LiveApiKey } from './api-keys.repository.js';

/**
 * Authenticates API keys. Nothing is remembered: key, owner, role and scopes are read at every
 * request, so that whatever ends bites at the next one. Calls that come together share a statement.
 */
@Injectable()
export class ApiKeyAuthenticator extends KeyAuthenticator implements OnModuleInit, OnModuleDestroy {
  private readonly lookups = new Batcher<LiveApiKey>((hashes) => this.find(hashes));
  private readonly used: SeenMarks;

  constructor(
    private readonly repository: ApiKeysRepository,
    private readonly clock: Clock,
    private readonly refusals: KeyRefusalsService,
    logger: Logger,
  ) {
    super();
    this.used = new SeenMarks((ids, at) => repository.markUsed(ids, at), clock, logger);
  }

  onModuleInit(): void {
    this.used.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.used.stop();
  }

  async authenticate(key: string, address: string): Promise<KeyCaller | null> {
    if (!isApiKeySecret(key)) return null;
    const found = await this.lookups.add(hashToken(key).toString('hex'));
    if (!found) return this.refuse(address, null);
    if (!isAllowed(address, found.allowedAddresses)) return this.refuse(address, found.id);
    this.used.add(found.id);
    return this.toCaller(found);
  }

  private refuse(address: string, apiKeyId: string | null): null {
    this.refusals.add(address, apiKeyId);
    return null;
  }

  private async find(hashes: readonly string[]): Promise<ReadonlyMap<string, LiveApiKey>> {
    const bytes = hashes.map((hash) => Buffer.from(hash, 'hex'));
    const found = await this.repository.listLive(bytes, this.clock.now());
    return new Map(found.map((key) => [key.hash.toString('hex'), key]));
  }

  /** A key may do what its scopes say, as far as its owner's role does now. */
  private toCaller(key: LiveApiKey): KeyCaller {
    return {
      ...entitlementOf(key),
      userId: key.userId,
      kind: 'api_key',
      apiKeyId: key.id,
      organizationId: key.organizationId,
      platformRole: null,
      permissions: new Set([...permissionsOf(key)].filter((held) => key.scopes.includes(held))),
      enrolmentRequired: requiresSecondFactor(key) && !key.secondFactor && !key.isServiceAccount,
    };
  }
}

/** Whether an address is one of those listed, or within one of the ranges. */
function isAllowed(address: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  if (!ipaddr.isValid(address)) return false;
  const own = ipaddr.process(address);
  return allowed.some((entry) => {
    const [network, bits] = entry.includes('/')
      ? ipaddr.parseCIDR(entry)
      : [ipaddr.process(entry), undefined];
    if (network.kind() !== own.kind()) return false;
    return own.match(network, bits ?? (own.kind() === 'ipv4' ? 32 : 128));
  });
}
