import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type HttpRequest, keepAlive, send } from './http.ts';

/** Requests that arrive at a fixed rate, whether or not earlier ones were answered. */
export interface Arrivals {
  readonly url: string;
  /** Requests a second. */
  readonly rate: number;
  /** How long, in seconds; or as long as this goes on. */
  readonly lasts: number | Promise<unknown>;
  readonly requests: readonly HttpRequest[];
}

/** An answer and how long it took since the request was due, in milliseconds. */
export interface TimedAnswer extends Answer {
  readonly waited: number;
}

/**
 * Sends requests when they are due. Their times count from then, not from when this process came
 * round to sending them: what delays the sender is not left out.
 */
export async function runArrivals(arrivals: Arrivals): Promise<TimedAnswer[]> {
  const { url, rate, lasts, requests } = arrivals;
  const goesOn = whether(lasts, rate);
  const agent = keepAlive();
  const started = performance.now() + 20;
  const answers: Promise<TimedAnswer>[] = [];
  for (let index = 0; goesOn(index); index += 1) {
    const due = started + (index / rate) * 1000;
    await untilDue(due);
    const request = requests[index % requests.length];
    if (request) answers.push(timed(url, request, agent, due));
  }
  const all = await Promise.all(answers);
  agent.destroy();
  return all;
}

/** Whether the request with this number is still to be sent. */
function whether(lasts: number | Promise<unknown>, rate: number): (index: number) => boolean {
  if (typeof lasts === 'number') return (index) => index < rate * lasts;
  let over = false;
  const end = () => (over = true);
  lasts.then(end, end);
  return () => !over;
}

async function timed(
  url: string,
  request: HttpRequest,
  agent: ReturnType<typeof keepAlive>,
  due: number,
): Promise<TimedAnswer> {
  const answer = await send(url, request, agent);
  return { ...answer, waited: performance.now() - due };
}

/** Node's timers are exact to a millisecond or so; the last of it is spent turning the event loop. */
async function untilDue(due: number): Promise<void> {
  const left = due - performance.now();
  if (left > 2) await sleep(Math.floor(left - 1.5));
  while (performance.now() < due) await new Promise(setImmediate);
}
