import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { argon2id } from '../harness/argon2id.ts';
import { startOwned } from '../harness/owner.ts';
import { residentMemory } from '../harness/processes.ts';
import { password } from '../seed.ts';
const g = await startOwned({ GATEHOUSE_ERASURE_EVERY_SECONDS: '1' });
const c = new pg.Client({ connectionString: g.databaseUrl }); await c.connect();
const email='much@bench.test';
await c.query(`INSERT INTO identity.users (id, email, email_key, first_name, last_name, password_hash, email_verified_at) VALUES (uuidv7(), $1, $1, 'Much', 'Data', $2, now())`, [email, await hash(password, argon2id)]);
await c.query(`INSERT INTO identity.sessions (id, user_id, methods, ip_address, user_agent, authenticated_at, created_at, last_seen_at, expires_at, ended_at)
 SELECT uuidv7(), u.id, '{pwd}', '192.0.2.1', 'bench', now(), now(), now(), now(), now() FROM identity.users u, generate_series(1, 100000) WHERE u.email = $1`, [email]);
await c.query('VACUUM ANALYZE identity.sessions');
const post = async (path: string, body: object, token?: string) => { const r = await fetch(g.url + '/api/v1' + path, { method: 'POST', headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }, body: JSON.stringify(body) }); return r.json() as Promise<Record<string,string>>; };
const { accessToken } = await post('/auth/login', { email, password });
const cpu = async () => { const out: Record<string, number> = {}; for (const t of await readdir(`/proc/${g.processId}/task`)) { const s = await readFile(`/proc/${g.processId}/task/${t}/stat`, 'utf8'); const f = s.slice(s.lastIndexOf(')') + 2).split(' '); out[t] = (Number(f[11]) + Number(f[12])) * 10; } return out; };
const diff = async (what: string, work: () => Promise<void>) => { const a = await cpu(); const m = await residentMemory(g.processId); const t = performance.now(); let peak = m; const s = setInterval(() => void residentMemory(g.processId).then((x) => (peak = Math.max(peak, x))), 100); await work(); clearInterval(s); const b = await cpu(); console.log(what, 'seconds', ((performance.now() - t) / 1000).toFixed(1), 'main ms', b[g.processId] - (a[g.processId] ?? 0), 'others', Object.entries(b).filter(([t]) => Number(t) !== g.processId).map(([t, v]) => v - (a[t] ?? 0)).filter((v) => v > 20), 'memory', m.toFixed(0), peak.toFixed(0)); };

import { get, keepAlive, send } from '../harness/http.ts';
const agent = keepAlive();
const headers = { authorization: `Bearer ${g.token}` };
const waits: [number, number][] = []; let on = true; const t0 = performance.now();
const load = (async () => { let due = performance.now(); while (on) { due += 10; const left = due - performance.now(); if (left > 1) await sleep(left); const d = due; void send(g.url, get('/api/v1/organizations/current/policies', headers), agent).then(() => waits.push([d - t0, performance.now() - d])); } })();
const c2 = new pg.Client({ connectionString: g.databaseUrl }); await c2.connect();
const seen: [number, string][] = [];
const spy = (async () => { while (on) { const { rows } = await c2.query(`SELECT left(regexp_replace(query, '\\s+', ' ', 'g'), 90) q, wait_event, (extract(epoch from clock_timestamp() - query_start) * 1000)::int ms FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query NOT LIKE 'START_REPL%'`); for (const r of rows) if (r.ms > 20) seen.push([performance.now() - t0, `${r.ms}ms ${r.wait_event ?? 'cpu'} ${r.q}`]); await sleep(100); } })();
const mark = (w: string) => console.log(((performance.now() - t0) / 1000).toFixed(1), w);
await sleep(5000);
const wait = async (q: string) => { while ((await c.query(q)).rowCount === 0) await sleep(300); };
mark('export'); await post('/auth/account/export', {}, accessToken); await wait('SELECT FROM identity.account_exports WHERE made_at IS NOT NULL');
mark('exported'); await sleep(3000);
mark('erase'); await post('/auth/account/erase', {}, accessToken); mark('asked'); await c.query('UPDATE identity.erasures SET due_at = now()'); await wait('SELECT FROM identity.erasures WHERE erased_at IS NOT NULL'); mark('erased'); await wait('SELECT FROM identity.erasures WHERE erased_at IS NOT NULL AND words IS NULL'); mark('swept');
await sleep(2000); on = false; await load; await spy;
const by = new Map<number, number[]>(); for (const [at, w] of waits) { const k = Math.floor(at / 1000); by.set(k, [...(by.get(k) ?? []), w]); }
for (const [k, v] of [...by].sort((a, b) => a[0] - b[0])) { v.sort((a, b) => a - b); console.log(k, 'median', v[v.length >> 1]?.toFixed(1), 'max', v.at(-1)?.toFixed(1), 'p95', v[Math.floor(v.length * 0.95)]?.toFixed(1)); }
const last = new Map<string, string>(); for (const [at, q] of seen) console.log((at / 1000).toFixed(1), q);
agent.destroy(); await c2.end(); await c.end(); await g.stop();
