import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../kernel/clock.js';
import { RequestContext, requestContext } from '../http/request-context.js';
import { AccessLog } from './access-log.js';
import { PinoAuditLog } from './audit-log.js';
import { loadConfig } from '../config/config.js';
import { type LogOutputs, openLogOutputs } from './log-outputs.js';
import { NestLogger } from './nest-logger.js';
import { PinoLogger } from './pino-logger.js';

const clock = new SystemClock();
const silent = {
  write: () => undefined,
  flushSync: () => undefined,
  close: () => Promise.resolve(),
};

describe('the logs', () => {
  let folder: string;
  let outputs: LogOutputs;
  const options = { service: 'gatehouse', level: 'info', clock } as const;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logs-'));
    const config = loadConfig({ GATEHOUSE_LOG_DIR: folder, NODE_ENV: 'test' });
    outputs = { ...openLogOutputs(config, clock), console: silent };
  });
  afterEach(async () => {
    await outputs.close();
    rmSync(folder, { recursive: true });
  });

  function lines(name: string): Record<string, unknown>[] {
    const text = readFileSync(join(folder, `${name}.log`), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  it('has warnings and errors in error.log and all in combined.log', async () => {
    const logger = new PinoLogger(options, outputs);
    logger.debug('quiet');
    logger.info('started', { duration: 12 });
    logger.warn('odd');
    logger.error('broken', { error: new Error('why') });
    await outputs.close();
    expect(lines('combined').map(({ level, message }) => [level, message])).toEqual([
      ['info', 'started'],
      ['warn', 'odd'],
      ['error', 'broken'],
    ]);
    expect(lines('error').map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it("gives every line its time, service, and the request's id and user", async () => {
    const logger = new PinoLogger(options, outputs);
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const context = new RequestContext('request-1', 0, '192.0.2.1', '', traceparent);
    context.caller = { userId: 'user-1' } as never;
    requestContext.run(context, () => logger.info('done', { duration: 3, message: 'kept' }));
    await outputs.close();
    const [line] = lines('combined');
    expect(line).toMatchObject({
      level: 'info',
      service: 'gatehouse',
      message: 'done',
      message_: 'kept',
      correlationId: 'request-1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      userId: 'user-1',
      duration: 3,
    });
    expect(line?.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('never writes a secret into any file', async () => {
    const canary = 'CANARY91f2';
    const logger = new PinoLogger({ ...options, level: 'debug' }, outputs);
    const facts = {
      password: canary,
      nested: [{ tempToken: canary, headers: { cookie: canary } }],
      error: new Error(`token=${canary}`, { cause: new Error(`Bearer ${canary}`) }),
      url: `/auth/reset?token=${canary}`,
    };
    for (const level of ['error', 'warn', 'info', 'debug'] as const)
      logger[level](`went to /x?code=${canary}`, facts);
    new PinoAuditLog(options, outputs).write('user.login', facts);
    new NestLogger(logger).error(new Error(`password: ${canary}`), `secret=${canary}`, 'Context');
    await outputs.close();
    for (const name of ['error', 'combined', 'audit'])
      expect(readFileSync(join(folder, `${name}.log`), 'utf8')).not.toContain(canary);
    expect(lines('error').length).toBeGreaterThan(2);
  });

  it('writes audit lines to audit.log whatever the level', async () => {
    new PinoAuditLog(options, outputs).write('user.login', { userId: 'user-1' });
    await outputs.close();
    expect(lines('audit')).toMatchObject([{ message: 'user.login', userId: 'user-1' }]);
    expect(lines('combined')).toHaveLength(1);
  });

  it('writes one valid line a request whatever the client sends', async () => {
    new AccessLog(options, outputs).write({
      correlationId: 'request-1',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      userId: undefined,
      method: 'GET',
      path: `/"\n\u2028${'x'.repeat(5000)}`,
      status: 404,
      duration: 1.234,
      clientAddress: '192.0.2.1',
      userAgent: '"}\n{"level":"forged"',
    });
    await outputs.close();
    const line = { status: 404, duration: 1.23, message: 'request', traceId: expect.any(String) };
    expect(lines('access')).toMatchObject([line]);
  });

  it("keeps Nest's list of routes out", async () => {
    const nest = new NestLogger(new PinoLogger(options, outputs));
    nest.log('Mapped {/users, GET} route', 'RouterExplorer');
    nest.log('Something worth knowing', 'Other');
    await outputs.close();
    expect(lines('combined').map(({ message }) => message)).toEqual(['Something worth knowing']);
  });
});
