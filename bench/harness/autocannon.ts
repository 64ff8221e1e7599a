import { readFile } from 'node:fs/promises';
import autocannon from 'autocannon';
import type { Load, LoadCounts } from './load.ts';

// A process of its own: it runs one load and prints what it counted.
const load: Load = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8'));
const { url, connections, seconds, requests, chain } = load;

let client = 0;
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  timeout: 30,
  requests: requests.map((request) => ({ ...request })),
  setupClient: (own) => {
    const first = requests[client % requests.length];
    client += 1;
    if (!chain || !first) return;
    let { body } = first;
    own.setRequests([
      {
        ...first,
        setupRequest: (request) => ({ ...request, body }),
        onResponse: (_status, text) => {
          const answer: Record<string, string> = JSON.parse(text);
          body = JSON.stringify({ [chain.field]: answer[chain.field] });
        },
      },
    ]);
  },
});
const counts: LoadCounts = {
  requests: result.requests.total,
  refused: result.non2xx,
  errors: result.errors,
  seconds: result.duration,
  p99: result.latency.p99,
  longest: result.latency.max,
};
process.stdout.write(JSON.stringify(counts));
