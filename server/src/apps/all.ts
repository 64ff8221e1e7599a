import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../platform/config/config.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { CacheModule } from '../platform/cache/cache.module.js';
import { CryptoModule } from '../platform/crypto/crypto.module.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { EventsModule } from '../platform/events/events.module.js';
import { HealthModule } from '../platform/health/health.module.js';
import { IdempotencyModule } from '../platform/http/idempotency/idempotency.module.js';
import { ErasureModule } from '../platform/erasure/erasure.module.js';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { MailModule } from '../platform/mail/mail.module.js';
import { OpenApiController } from '../platform/openapi/openapi.controller.js';
import { ProblemController } from '../platform/openapi/problem.controller.js';
import { PlacesModule } from '../platform/places/places.module.js';
import { RedisModule } from '../platform/redis/redis.module.js';
import { SmsModule } from '../platform/sms/sms.module.js';
import { type Telemetry, TelemetryModule } from '../platform/telemetry/telemetry.module.js';
import { AuditModule } from '../modules/audit/audit.module.js';
import { EventLogModule } from '../modules/event-log/event-log.module.js';
import { IdentityModule } from '../modules/identity/identity.module.js';
import { NotificationsModule } from '../modules/notifications/notifications.module.js';
import { PublicationModule } from '../modules/publication/publication.module.js';
import { RealtimeModule } from '../modules/realtime/realtime.module.js';
import { SecurityModule } from '../modules/security/security.module.js';
import { WebhooksModule } from '../modules/webhooks/webhooks.module.js';

/** Everything in one process: the table of contents of the server. */
@Module({})
export class AllModule {
  static with(config: Config, telemetry: Telemetry): DynamicModule {
    return {
      module: AllModule,
      controllers: [OpenApiController, ProblemController],
      imports: [
        // Platform
        ConfigModule.with(config),
        TelemetryModule.with(telemetry),
        DatabaseModule,
        CacheModule,
        CryptoModule,
        RedisModule,
        JobsModule,
        EventsModule.forRoot(),
        ErasureModule,
        HealthModule,
        IdempotencyModule,
        MailModule,
        SmsModule,
        PlacesModule,
        // Modules
        SecurityModule,
        IdentityModule,
        AuditModule,
        NotificationsModule,
        WebhooksModule,
        RealtimeModule,
        EventLogModule,
        ...PublicationModule.of(config),
      ],
    };
  }
}
