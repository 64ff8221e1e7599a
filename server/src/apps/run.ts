import { once } from 'node:events';
import { AllModule } from './all.js';
import { announce, outliveReaders } from './announce.js';
import { migrateOnly } from './migrate.js';
import { type ModuleOf, startApp } from './start.js';
import { sweep } from './sweep.js';
import { seconds } from '../kernel/clock.js';
import { type Config, loadConfig } from '../platform/config/config.js';
import { environment } from '../platform/config/environment.js';

const started = performance.now();
/** Longest that a process without its database tries to end in order. */
const patience = seconds(20);

const everything: ModuleOf = (config, telemetry) => AllModule.with(config, telemetry);

outliveReaders();
let isReady = false;
try {
  const settings = loadConfig(environment);
  if (settings.GATEHOUSE_APP === 'migrate') await migrateOnly(settings, announce.progress);
  else await serve(settings);
} catch (error) {
  announce.failure(
    isReady ? 'Gatehouse did not stop in order.' : 'Gatehouse could not start.',
    error,
  );
  process.exitCode = 1;
}

/** Serves until it is told to stop, which may be at any moment of the start, too. */
async function serve(settings: Config): Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  stopOnSignal(stopping);
  try {
    const onLost = (reason: string) => giveUp(stopping, reason);
    const running = await startApp(everything, settings, { ...announce, signal, onLost });
    isReady = true;
    await announce.ready(running, performance.now() - started);
    setTimeout(sweep, seconds(2)).unref();
    if (!signal.aborted) await once(signal, 'abort');
    await running.stop();
  } catch (error) {
    if (error !== signal.reason) throw error;
  } finally {
    leave();
  }
  announce.progress('Stopped');
}

/** The first signal stops in order; the second one ends the process at once. */
function stopOnSignal(stopping: AbortController): void {
  const onSignal = () => {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    announce.progress('Stopping: requests finish, then the database stops');
    stopping.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}

/** The database is gone for good. What supervises the process starts it anew, perhaps with more memory. */
function giveUp(stopping: AbortController, reason: string): void {
  announce.failure('Gatehouse stops: its database does not start any more.', reason);
  process.exitCode = 1;
  stopping.abort();
  setTimeout(() => process.exit(), patience);
}

/** Ends the process also where a library holds it, such as a client that is about to connect again. */
function leave(): void {
  setTimeout(() => process.exit(), seconds(3)).unref();
}
