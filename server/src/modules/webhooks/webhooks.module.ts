import { Module } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { Config } from '../../platform/config/config.js';
import { Resealer } from '../../platform/crypto/resealer.js';
import { Database } from '../../platform/database/database.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { EventsModule } from '../../platform/events/events.module.js';
import { PersonalData } from '../identity/account-export/personal-data.port.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveriesJob } from './deliveries/deliveries.job.js';
import { DeliveriesRepository } from './deliveries/deliveries.repository.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { ForgettingService } from './deliveries/forgetting.service.js';
import { PersonalDataRepository } from './deliveries/personal-data.repository.js';
import { WebhooksListener } from './deliveries/webhooks.listener.js';
import { EndpointPolicy } from './endpoints/endpoint-policy.js';
import { EndpointSecrets, sealedSecrets } from './endpoints/endpoint-secrets.js';
import { EndpointsController } from './endpoints/endpoints.controller.js';
import { EndpointsRepository } from './endpoints/endpoints.repository.js';
import { EndpointsService } from './endpoints/endpoints.service.js';
import { Recoverer } from './recoveries/recoverer.js';
import { RecoveriesController } from './recoveries/recoveries.controller.js';
import { RecoveriesJob } from './recoveries/recoveries.job.js';
import { RecoveriesRepository } from './recoveries/recoveries.repository.js';
import { RecoveriesService } from './recoveries/recoveries.service.js';
import { AddressGuard } from './sending/address-guard.js';
import { Dispatcher } from './sending/dispatcher.js';
import { OutcomesService } from './sending/outcomes.service.js';
import { SenderService } from './sending/sender.service.js';
import { SendingRepository } from './sending/sending.repository.js';
import { SwitchOffService } from './sending/switch-off.service.js';
import { WebhookClient } from './sending/webhook-client.js';

/** Who must know: signed webhooks (Standard Webhooks 1.0), tried again for days, with a log and replay. */
@Module({
  imports: [EventsModule.forModule('webhooks')],
  controllers: [EndpointsController, DeliveriesController, RecoveriesController],
  providers: [
    EndpointsRepository,
    ForgettingService,
    EndpointSecrets,
    EndpointPolicy,
    EndpointsService,
    DeliveriesRepository,
    DeliveriesService,
    DeliveriesJob,
    PersonalDataRepository,
    WebhooksListener,
    RecoveriesRepository,
    Recoverer,
    RecoveriesJob,
    RecoveriesService,
    SendingRepository,
    SwitchOffService,
    OutcomesService,
    SenderService,
    Dispatcher,
    {
      provide: AddressGuard,
      inject: [Config],
      useFactory: (config: Config) => new AddressGuard(config),
    },
    {
      provide: WebhookClient,
      inject: [AddressGuard, Clock],
      useFactory: (guard: AddressGuard, clock: Clock) => new WebhookClient(guard, clock),
    },
  ],
})
export class WebhooksModule {
  constructor(
    directory: EventDirectory,
    listener: WebhooksListener,
    resealer: Resealer,
    personalData: PersonalData,
    repository: PersonalDataRepository,
    database: Database,
  ) {
    directory.register(listener);
    personalData.register((person) => repository.sections(database.connection, person));
    for (const column of sealedSecrets) resealer.register(column);
  }
}
