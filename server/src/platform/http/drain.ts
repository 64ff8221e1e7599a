import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { seconds } from '../../kernel/clock.js';
import { Draining } from '../health/draining.js';

/** Longest that requests under way are waited for. */
const patience = seconds(20);
/** How often connections are looked for on which no request is under way any more. */
const lookEvery = 50;

/**
 * Takes no new connections, lets the requests under way finish, and closes what then is still open.
 * Comes before anything else of the application ends: requests need all of it.
 */
export async function drain(app: NestFastifyApplication): Promise<void> {
  app.get(Draining).begin();
  await closeServer(app);
}

/** Closes the server alone, with every connection that nobody waits on. */
export async function closeServer(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const { server } = fastify;
  const idle = setInterval(() => server.closeIdleConnections(), lookEvery);
  const late = setTimeout(() => server.closeAllConnections(), patience);
  try {
    await fastify.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
