import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Clock } from '../../../../kernel/clock.js';
import { hashToken } from '../../../../kernel/secret.js';
import { KeyAuthenticator, type KeyCaller } from '../../../../platform/http/caller.js';
import { Logger } from '../../../../platform/telemetry/logger.js';
import { isApiKeySecret } from '../api-key-secret.js';
import { UseCounts } from '../../use-counts.js';
import { KeyRefusalsService } from '../key-refusals.service.js';
import { type KnownKey, KnownKeysService } from './known-keys.service.js';
import { LiveApiKeysRepository } from './live-api-keys.repository.js';

/** Authenticates API keys: whatever ends one bites at the next call, on every instance. */
@Injectable()
export class ApiKeyAuthenticator extends KeyAuthenticator implements OnModuleInit, OnModuleDestroy {
  private readonly uses: UseCounts;

  constructor(
    repository: LiveApiKeysRepository,
    private readonly keys: KnownKeysService,
    private readonly refusals: KeyRefusalsService,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    super();
    this.uses = new UseCounts((counts, at) => repository.addUses(counts, at), clock, logger);
  }

  onModuleInit(): void {
    this.uses.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.uses.stop();
  }

  authenticate(key: string, address: string): KeyCaller | null | Promise<KeyCaller | null> {
    if (!isApiKeySecret(key)) return null;
    const hash = hashToken(key).toString('hex');
    const known = this.keys.current(hash);
    if (known) return this.admit(known, address);
    return this.keys.look(hash).then((found) => this.admit(found, address));
  }

  private admit(key: KnownKey | undefined, address: string): KeyCaller | null {
    if (!key?.caller || key.validUntil <= this.clock.time()) return this.refuse(address, null);
    const { caller, allowedAddresses } = key;
    if (!isAllowed(address, allowedAddresses)) return this.refuse(address, caller.apiKeyId);
    this.uses.add(caller.apiKeyId);
    return caller;
  }

  private refuse(address: string, apiKeyId: string | null): null {
    this.refusals.add(address, apiKeyId);
    return null;
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
