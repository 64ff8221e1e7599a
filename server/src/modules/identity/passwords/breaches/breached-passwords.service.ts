import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../../../../platform/config/config.js';
import { Logger } from '../../../../platform/telemetry/logger.js';
import { RepeatedWarnings } from '../../../../platform/telemetry/warnings/repeated-warnings.js';
import { BreachList, breachHash } from './breach-list.js';
import { isInRange } from './range-service.js';

/**
 * Whether a password was seen in a breach (G19): by a local list, or by a range service that learns
 * the first five digits of its hash and nothing else. Where neither can be asked the answer is no:
 * a service that is down must not keep people from changing a password, and the other rules stand.
 */
@Injectable()
export class BreachedPasswords implements OnApplicationShutdown {
  private list: Promise<BreachList> | undefined;
  private readonly warnings: RepeatedWarnings;

  constructor(
    private readonly config: Config,
    logger: Logger,
  ) {
    this.warnings = new RepeatedWarnings(logger);
  }

  async has(password: string): Promise<boolean> {
    const hash = breachHash(password);
    const { GATEHOUSE_BREACH_LIST: path, GATEHOUSE_BREACH_SERVICE_URL: service } = this.config;
    if (path !== undefined && (await this.ask('list', () => this.isListed(path, hash))))
      return true;
    return service !== undefined && (await this.ask('service', () => isInRange(service, hash)));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.list?.then(
      (list) => list.close(),
      () => undefined,
    );
  }

  private async isListed(path: string, hash: string): Promise<boolean> {
    this.list ??= BreachList.open(path);
    try {
      return await (await this.list).has(hash);
    } catch (error) {
      // Opened anew the next time: somebody may have put the file in its place.
      this.list = undefined;
      throw error;
    }
  }

  private async ask(what: string, question: () => Promise<boolean>): Promise<boolean> {
    try {
      return await question();
    } catch (error) {
      this.warnings.warn('The breached passwords could not be asked', { what, error }, what);
      return false;
    }
  }
}
