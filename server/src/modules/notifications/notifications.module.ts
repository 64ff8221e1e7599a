import { Global, Module } from '@nestjs/common';
import { Database } from '../../platform/database/database.js';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { EventsModule } from '../../platform/events/events.module.js';
import { PersonalData } from '../identity/account-export/personal-data.port.js';
import { AddressesRepository } from './carriage/addresses.repository.js';
import { BudgetedTexts } from './carriage/budgets/budgeted-texts.js';
import { CarriageRepository } from './carriage/carriage.repository.js';
import { CarriageService } from './carriage/carriage.service.js';
import { Dispatcher } from './carriage/dispatcher.js';
import { LastLookService } from './carriage/last-look.service.js';
import { MessagesService } from './carriage/messages.service.js';
import { OutcomesService } from './carriage/outcomes.service.js';
import { TextSender } from './carriage/text-sender.js';
import { TextsRepository } from './carriage/texts.repository.js';
import { DeliveriesController } from './deliveries/deliveries.controller.js';
import { DeliveriesJob } from './deliveries/deliveries.job.js';
import { DeliveriesRepository } from './deliveries/deliveries.repository.js';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { OutgoingService } from './deliveries/outgoing.service.js';
import { ResendingService } from './deliveries/resending.service.js';
import { SendingService } from './deliveries/sending.service.js';
import { InboxController } from './inbox/inbox.controller.js';
import { InboxJob } from './inbox/inbox.job.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { InboxService } from './inbox/inbox.service.js';
import { NotificationInbox } from './inbox/notification-inbox.port.js';
import { DraftingService } from './notices/drafting.service.js';
import { ForgettingService } from './forgetting/forgetting.service.js';
import { GradualForgettingService } from './forgetting/gradual-forgetting.service.js';
import { NoticesController } from './notices/notices.controller.js';
import { NoticesListener } from './notices/notices.listener.js';
import { NoticesRepository } from './notices/notices.repository.js';
import { NoticesService } from './notices/notices.service.js';
import { PersonalDataRepository } from './notices/personal-data.repository.js';
import { TellingService } from './notices/telling.service.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { PreferencesRepository } from './preferences/preferences.repository.js';
import { PreferencesService } from './preferences/preferences.service.js';
import { UnsubscribeService } from './preferences/unsubscribe.service.js';
import { MailReportsController } from './reports/mail-reports.controller.js';
import { MailReportsService } from './reports/mail-reports.service.js';
import { ReportTokensRepository } from './reports/report-tokens.repository.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';
import { SuppressionsRepository } from './suppressions/suppressions.repository.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';
import { BuiltInsService } from './templates/built-ins.service.js';
import { RendererService } from './templates/renderer.service.js';
import { PumpsService } from './pumps.service.js';
import { TemplatesController } from './templates/templates.controller.js';
import { TemplatesRepository } from './templates/templates.repository.js';
import { TemplatesService } from './templates/templates.service.js';
import { TemplateTestsService } from './templates/template-tests.service.js';

const inbox = [InboxRepository, InboxService, InboxJob];
const preferences = [PreferencesRepository, PreferencesService, UnsubscribeService];
const templates = [
  TemplatesRepository,
  TemplatesService,
  TemplateTestsService,
  RendererService,
  BuiltInsService,
];
const notices = [
  NoticesRepository,
  NoticesListener,
  NoticesService,
  DraftingService,
  TellingService,
  ForgettingService,
  GradualForgettingService,
  PersonalDataRepository,
];
const deliveries = [
  DeliveriesRepository,
  DeliveriesService,
  DeliveriesJob,
  OutgoingService,
  SendingService,
  ResendingService,
];
const carriage = [
  AddressesRepository,
  CarriageRepository,
  CarriageService,
  LastLookService,
  MessagesService,
  Dispatcher,
  OutcomesService,
  TextsRepository,
  BudgetedTexts,
  TextSender,
  MailReportsService,
  ReportTokensRepository,
  SuppressionsRepository,
  SuppressionsService,
];

/**
 * Who must be told: in the console, by mail and by SMS. It listens to events and nobody calls it.
 * An event becomes a notice, a notice a delivery for each person and channel, and deliveries to one
 * address a message.
 */
@Global()
@Module({
  imports: [EventsModule.forModule('notifications')],
  controllers: [
    InboxController,
    PreferencesController,
    TemplatesController,
    NoticesController,
    DeliveriesController,
    MailReportsController,
    SuppressionsController,
  ],
  providers: [
    ...inbox,
    ...preferences,
    ...templates,
    ...notices,
    ...deliveries,
    ...carriage,
    PumpsService,
    { provide: NotificationInbox, useExisting: InboxService },
  ],
  exports: [NotificationInbox],
})
export class NotificationsModule {
  constructor(
    directory: EventDirectory,
    listener: NoticesListener,
    personalData: PersonalData,
    repository: PersonalDataRepository,
    database: Database,
  ) {
    directory.register(listener);
    personalData.register((person) => repository.sections(database.connection, person));
  }
}
