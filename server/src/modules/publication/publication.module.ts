import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { worksFor } from '../../platform/config/apps/apps.js';
import { Config } from '../../platform/config/config.js';
import { RabbitmqConnection } from '../../platform/events/delivery/rabbitmq/rabbitmq-connection.js';
import { TopicExchange } from '../../platform/events/delivery/rabbitmq/topic-exchange.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { Logger } from '../../platform/telemetry/logger.js';
import { PublicationListener } from './publication.listener.js';

/** Publishes every event on an exchange of RabbitMQ that other programs bind to. */
@Module({})
export class PublicationModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly exchange: TopicExchange,
    private readonly config: Config,
    directory: EventDirectory,
    listener: PublicationListener,
  ) {
    directory.register(listener);
  }

  /** The module where an exchange is configured, else nothing. */
  static of({ RABBITMQ_URL: urls, GATEHOUSE_EVENTS_EXCHANGE: name }: Config): DynamicModule[] {
    if (urls === undefined || name === undefined) return [];
    const exchange = {
      provide: TopicExchange,
      inject: [Logger],
      useFactory: (logger: Logger) => new TopicExchange(new RabbitmqConnection(urls, logger), name),
    };
    return [{ module: PublicationModule, providers: [exchange, PublicationListener] }];
  }

  async onApplicationBootstrap(): Promise<void> {
    if (worksFor(this.config, 'publication')) await this.exchange.open();
  }

  /** Whatever comes afterwards fails, and is tried again by the next process. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.exchange.close();
  }
}
