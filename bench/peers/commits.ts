import { randomUUID } from 'node:crypto';
import pg from 'pg';

// The bare limit of a write: durable commits of one row each, as fast as one Node process can ask.
const [url = '', connections = '50', seconds = '1'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: Number(connections) });
await pool.query('CREATE TABLE IF NOT EXISTS public.bench_commits (id uuid, at timestamptz)');
const clients = await Promise.all(
  Array.from({ length: Number(connections) }, () => pool.connect()),
);

const insert = { name: 'insert', text: 'INSERT INTO public.bench_commits VALUES ($1, now())' };
const started = performance.now();
const end = started + Number(seconds) * 1000;
let count = 0;
await Promise.all(
  clients.map(async (client) => {
    while (performance.now() < end) {
      await client.query({ ...insert, values: [randomUUID()] });
      count += 1;
    }
    client.release();
  }),
);
const rate = (count / (performance.now() - started)) * 1000;
await pool.query('TRUNCATE public.bench_commits');
await pool.end();
process.stdout.write(JSON.stringify({ rate }));
