import type { ExceptionFilter } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../../kernel/error.js';
import type { Logger } from '../telemetry/logger.js';
import type { AllowedMethods } from './allowed-methods.js';
import { ProblemFilter } from './problem.filter.js';

let sent: number[];
let answer: ExceptionFilter['catch'];
beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  const log = vi.fn();
  const logger: Partial<Logger> = { error: log, warn: log, info: log, debug: log };
  const filter = new ProblemFilter(logger as Logger, {} as AllowedMethods);
  answer = filter.catch.bind(filter);
});
afterEach(() => vi.useRealTimers());

/** @param elapsedTime since the request came, in milliseconds. */
function refuse(error: AppError, elapsedTime = 0): void {
  const request = { id: 'request-1', url: '/', routeOptions: { config: { contract: {} } } };
  const reply = {
    elapsedTime,
    header: () => reply,
    type: () => reply,
    status: (status: number) => ({ type: () => ({ send: () => sent.push(status) }) }),
  };
  answer(error, new ExecutionContextHost([request, reply]));
}
const overloaded = new AppError('overloaded', { retryAfter: 1 });

it('tells whoever finds no room half a second after they asked, so that they do not come back at once', async () => {
  refuse(overloaded, 100);
  await vi.advanceTimersByTimeAsync(399);
  expect(sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toEqual([503]);
});

it('tells at once whoever waited already, and of everything else', () => {
  refuse(overloaded, 500);
  refuse(new AppError('invalid_credentials'));
  expect(sent).toEqual([503, 401]);
});

it('holds no more than some hundred at a time', async () => {
  for (let count = 0; count < 300; count += 1) refuse(overloaded);
  expect(sent).toHaveLength(300 - 256);
  await vi.advanceTimersByTimeAsync(500);
  expect(sent).toHaveLength(300);
  refuse(overloaded);
  expect(sent).toHaveLength(300);
});
