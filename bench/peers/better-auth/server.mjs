import { createServer } from 'node:http';
import { once } from 'node:events';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import pg from 'pg';

// better-auth with its own defaults, but for its rate limits, lifted as Gatehouse's are. `UPDATE_AGE=0` writes
// at every look at a session, which comes nearest to a refresh: it has no tokens to rotate.
const server = createServer();
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
const updateAge = process.env.UPDATE_AGE;
const auth = betterAuth({
  baseURL: url,
  secret: 'a secret of the benchmark, long enough for it',
  database: new pg.Pool({ connectionString: process.env.DATABASE_URL }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  // It complains of missing tables before the lines below can make them.
  logger: { disabled: true },
  ...(updateAge === undefined ? {} : { session: { updateAge: Number(updateAge) } }),
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
const handle = toNodeHandler(auth);
server.on('request', (request, response) => void handle(request, response));
process.stdout.write(`${url}\n`);
