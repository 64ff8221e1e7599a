import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpRequest, keepAlive, send } from './http.ts';
import type { TimedAnswer } from './arrivals.ts';

/** Clients that send one request after the other and, turned away, come back when they were told. */
export interface PoliteClients {
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
  readonly requests: readonly HttpRequest[];
}

export async function runPoliteClients(load: PoliteClients): Promise<TimedAnswer[]> {
  const agent = keepAlive();
  const answers: TimedAnswer[] = [];
  const end = performance.now() + load.seconds * 1000;
  let next = 0;
  const client = async () => {
    while (performance.now() < end) {
      const request = load.requests[next++ % load.requests.length];
      if (!request) return;
      const started = performance.now();
      const answer = await send(load.url, request, agent);
      answers.push({ ...answer, waited: performance.now() - started });
      if (answer.retryAfter !== undefined) await sleep(Number(answer.retryAfter) * 1000);
    }
  };
  await Promise.all(Array.from({ length: load.clients }, client));
  agent.destroy();
  return answers;
}
