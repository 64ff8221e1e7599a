import type { Type } from '@nestjs/common';
import { SystemClock } from '../../kernel/clock.js';
import { loadConfig, withDatabase } from '../../platform/config/config.js';
import { environment } from '../../platform/config/environment.js';
import { migrationsDirectory } from '../../platform/config/paths.js';
import { Database } from '../../platform/database/database.js';
import { migrate } from '../../platform/database/migrator.js';
import { createHttpApplication } from '../../platform/http/server.js';
import { openTelemetry } from '../../platform/telemetry/telemetry.module.js';
import { AddressHandoversService } from '../../modules/identity/email-changes/address-handovers.service.js';
import { ExportsService } from '../../modules/identity/imports/exports.service.js';
import { ImportReportsService } from '../../modules/identity/imports/import-reports.service.js';
import { ImportsJob } from '../../modules/identity/imports/imports.job.js';
import { ImportsService } from '../../modules/identity/imports/imports.service.js';
import { OperatorAccountsService } from '../../modules/identity/operator/operator-accounts.service.js';
import { OperatorDelaysService } from '../../modules/identity/operator/operator-delays.service.js';
import { OperatorErasureService } from '../../modules/identity/operator/operator-erasure.service.js';
import { OperatorExportsService } from '../../modules/identity/operator/operator-exports.service.js';
import { OperatorFoundingService } from '../../modules/identity/operator/operator-founding.service.js';
import { OperatorKeysService } from '../../modules/identity/operator/operator-keys.service.js';
import { OperatorMembersService } from '../../modules/identity/operator/operator-members.service.js';
import { OperatorOrganizationsService } from '../../modules/identity/operator/operator-organizations.service.js';
import { OperatorService } from '../../modules/identity/operator/operator.service.js';
import { InvitationsService } from '../../modules/identity/invitations/invitations.service.js';
import { PeopleService } from '../../modules/identity/people/people.service.js';
import { ServiceAccountsService } from '../../modules/identity/service-accounts/service-accounts.service.js';
import { StaffService } from '../../modules/identity/staff/staff.service.js';
import { StandingService } from '../../modules/identity/users/standing.service.js';
import { SigningKeysService } from '../../modules/identity/tokens/signing-keys.service.js';
import { AllModule } from '../all.js';
import { reachDatabase } from '../reach-database.js';

/** The services that commands do their work with, by the names that they have there. */
const classes = {
  operator: OperatorService,
  accounts: OperatorAccountsService,
  handovers: AddressHandoversService,
  delays: OperatorDelaysService,
  erasure: OperatorErasureService,
  personExports: OperatorExportsService,
  founding: OperatorFoundingService,
  keys: OperatorKeysService,
  members: OperatorMembersService,
  organizations: OperatorOrganizationsService,
  invitations: InvitationsService,
  people: PeopleService,
  serviceAccounts: ServiceAccountsService,
  staff: StaffService,
  standing: StandingService,
  signingKeys: SigningKeysService,
  imports: ImportsService,
  importReports: ImportReportsService,
  importsJob: ImportsJob,
  exports: ExportsService,
};

/** What commands do their work with. */
export type Services = { readonly connection: Database['connection'] } & {
  readonly [Name in keyof typeof classes]: InstanceType<(typeof classes)[Name]>;
};

/** See `withServices`. */
export async function openServices<T>(work: (services: Services) => Promise<T>): Promise<T> {
  // Its standard output is for results.
  const settings = loadConfig({ ...environment, GATEHOUSE_LOG_LEVEL: 'error' });
  const database = await reachDatabase(settings);
  const telemetry = openTelemetry(settings, new SystemClock());
  try {
    await migrate(database.url, migrationsDirectory);
    const config = withDatabase(settings, database.url);
    const app = await createHttpApplication(AllModule.with(config, telemetry), config, telemetry);
    try {
      const found = Object.entries(classes).map(([name, service]) => [
        name,
        app.get(service as Type),
      ]);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each name has its class above
      const services = Object.fromEntries(found) as Omit<Services, 'connection'>;
      return await work({ connection: app.get(Database).connection, ...services });
    } finally {
      await app.close();
    }
  } finally {
    await database.stop();
    await telemetry.outputs.close();
  }
}
