import type { ChannelModel, RecoveringChannelModel } from 'amqplib';
import { atMost, seconds } from '../../../../kernel/clock.js';
import type { Logger } from '../../../telemetry/logger.js';
import { RabbitmqNodes } from './nodes.js';

/** Longest that a start waits for a broker that is away; afterwards it is tried on in the background. */
const startPatience = seconds(5);

/**
 * A connection that comes back by itself, with growing pauses, and is set up anew each time. Of
 * several nodes the next one is tried where one cannot be reached.
 */
export class RabbitmqConnection {
  private recovering: RecoveringChannelModel | null = null;
  private readonly nodes: RabbitmqNodes;

  /** @param urls of the nodes, in the order in which they are tried. */
  constructor(
    urls: readonly string[],
    private readonly logger: Logger,
  ) {
    this.nodes = new RabbitmqNodes(urls);
  }

  /**
   * Connects. Does not fail when the broker is away.
   * @param setUp called on each new connection; when it throws, the connection is given up and made again.
   * @param lost called when a connection ended.
   */
  async open(setUp: (model: ChannelModel) => Promise<void>, lost: () => void): Promise<void> {
    const recovery = {
      initialDelay: 100,
      maxDelay: seconds(3),
      waitForConnect: false,
      setup: (model: ChannelModel) => {
        // A connection that breaks while it is set up tells so here, and its commands fail.
        model.on('error', () => {});
        return setUp(model);
      },
    };
    // Loaded where there is a broker to reach.
    const { connect } = await import('amqplib');
    const options = { recovery, timeout: seconds(5), noDelay: true };
    const recovering = await connect(this.nodes.current, options);
    this.recovering = recovering;
    const report = (message: string) => (error: Error) => {
      lost();
      // The error's text names hosts at most; the URL, which may hold a password, is not in it.
      this.logger.warn(message, { error });
    };
    recovering.on('disconnect', report('the connection to RabbitMQ was lost; it is tried again'));
    recovering.on('connect-failed', () => this.nodes.next());
    recovering.on('connect-failed', report('RabbitMQ cannot be reached; it is tried again'));
    recovering.on('error', (error) => this.logger.warn('RabbitMQ reports an error', { error }));
    await atMost(startPatience, recovering.waitForConnect()).catch(() => {});
  }

  async close(): Promise<void> {
    await this.recovering?.close();
  }
}
