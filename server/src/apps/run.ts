import { AllModule } from './all.js';
import { announce, explain } from './announce.js';
import { migrateOnly } from './migrate.js';
import { startApp } from './start.js';
import { sweep } from './sweep.js';
import { seconds } from '../kernel/clock.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { environment } from '../platform/config/environment.js';

const started = performance.now();
try {
  const settings = loadConfig(environment);
  if (settings.GATEHOUSE_APP === 'migrate') await migrateOnly(settings, announce.progress);
  else await serve(settings);
} catch (error) {
  announce.failure(explain(error));
  process.exitCode = 1;
}

async function serve(settings: Config): Promise<void> {
  const running = await startApp(
    (config, telemetry) => AllModule.with(config, telemetry),
    settings,
    announce.progress,
  );
  stopOnSignal(() => running.stop());
  await announce.ready(running, performance.now() - started);
  setTimeout(sweep, seconds(2)).unref();
}

function stopOnSignal(stop: () => Promise<void>): void {
  const onSignal = () => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    announce.progress('Stopping: requests finish, then the database stops');
    stop()
      .then(
        () => announce.progress('Stopped'),
        (error: unknown) => {
          announce.failure(explain(error));
          process.exitCode = 1;
        },
      )
      .finally(leave);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}

/** Ends the process also where a library holds it, such as a client that is about to connect again. */
function leave(): void {
  setTimeout(() => process.exit(), seconds(3)).unref();
}
