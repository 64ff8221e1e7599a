import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../../src/platform/database/embedded/free-port.js';
import { Program, type RealServer } from './program.js';

/** Debian's `/usr/sbin/rabbitmq-server` is for its own user and folders; this is what it calls. */
const script = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Starts a real RabbitMQ; it takes some seconds. */
export async function startRabbitmq(): Promise<RealServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-rabbitmq-'));
  const [port, distribution, mapper] = [await freePort(), await freePort(), await freePort()];
  const environment = await prepare(folder, { port, distribution, mapper });
  // Without one of its own, the first start would leave one behind for all users of the machine.
  const epmd = new Program('epmd', ['-port', String(mapper), '-address', '127.0.0.1']);
  await epmd.listensOn(mapper);
  let program: Program;
  const start = async () => {
    program = new Program(script, [], environment);
    await program.listensOn(port);
  };
  await start();
  return {
    url: `amqp://guest:guest@127.0.0.1:${port}`,
    start,
    stop: () => program.end('SIGTERM'),
    kill: () => program.end('SIGKILL'),
    remove: async () => {
      await program.end('SIGKILL');
      await epmd.end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Ports {
  readonly port: number;
  readonly distribution: number;
  readonly mapper: number;
}

async function prepare(folder: string, { port, distribution, mapper }: Ports) {
  const at = (name: string) => path.join(folder, name);
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${port}`,
    'vm_memory_high_watermark.absolute = 1GB',
    'disk_free_limit.absolute = 50MB',
    'log.console = true',
    'log.console.level = warning',
    'log.file = false',
  ];
  await mkdir(at('home'));
  await writeFile(at('rabbitmq.conf'), `${settings.join('\n')}\n`);
  await writeFile(at('plugins'), '[].\n');
  return {
    HOME: at('home'),
    ERL_EPMD_PORT: String(mapper),
    RABBITMQ_CONFIG_FILE: at('rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_ENABLED_PLUGINS_FILE: at('plugins'),
    RABBITMQ_FEATURE_FLAGS_FILE: at('feature-flags'),
    RABBITMQ_MNESIA_BASE: at('data'),
    RABBITMQ_PLUGINS_EXPAND_DIR: at('expanded'),
    RABBITMQ_LOG_BASE: at('log'),
    RABBITMQ_PID_FILE: at('pid'),
    RABBITMQ_NODENAME: `gatehouse${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}',
  };
}
