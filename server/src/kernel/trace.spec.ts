import { expect, it } from 'vitest';
import { newTraceparent, traceIdOf, traceparentOf } from './trace.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const valid = `00-${trace}-00f067aa0ba902b7-01`;

it('takes a trace as W3C Trace Context has it', () => {
  expect(traceparentOf(valid)).toBe(valid);
  expect(traceIdOf(valid)).toBe(trace);
});

it('takes of a newer version what it knows', () => {
  expect(traceparentOf(`cc-${trace}-00f067aa0ba902b7-01-what-is-new`)).toBe(valid);
  expect(traceparentOf(`cc-${trace}-00f067aa0ba902b7-01`)).toBe(valid);
});

it.each([
  ['nothing', undefined],
  ['two', [valid, valid]],
  ['two in one', `${valid}, ${valid}`],
  ['more than version 00 has', `${valid}-more`],
  ['a newer version that goes on without a hyphen', `cc-${trace}-00f067aa0ba902b7-01.more`],
  ['the version that is forbidden', `ff-${trace}-00f067aa0ba902b7-01`],
  ['capitals', valid.toUpperCase()],
  ['no trace', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`],
  ['no parent', `00-${trace}-${'0'.repeat(16)}-01`],
  ['a text of the right length', 'x'.repeat(55)],
  ['a line of a log', `00-${trace}-00f067aa0ba902b7-0\n`],
  ['very much', '0'.repeat(100_000)],
])('ignores %s', (_what, header) => {
  expect(traceparentOf(header)).toBeUndefined();
});

it('makes traces of its own, each another one', () => {
  const made = Array.from({ length: 1000 }, newTraceparent);
  expect(made.map(traceparentOf)).toEqual(made);
  expect(new Set(made.map(traceIdOf)).size).toBe(1000);
});
