import { expect, it } from 'vitest';
import { parseJsonBody } from './json-body.js';

it.each([
  ['a key twice', '{"a":1,"a":2}'],
  ['a key twice, once in disguise', '{"a":1,"\\u0061":2}'],
  ['__proto__', '{"__proto__":{"admin":true}}'],
  ['__proto__ in disguise', '{"__pro\\u0074o__":{"admin":true}}'],
  ['constructor', '{"x":{"constructor":1}}'],
  ['21 levels', `${'['.repeat(21)}${']'.repeat(21)}`],
  ['half a document', '{"a":'],
  ['a comment', '{"a":1}//'],
  ['two documents', '{}{}'],
])('refuses %s', (_what, text) => {
  expect(() => parseJsonBody(text)).toThrow(expect.objectContaining({ code: 'malformed_body' }));
});

it('parses what is plain', () => {
  expect(parseJsonBody('{"a":[1,{"b":null}],"c":"d"}')).toEqual({ a: [1, { b: null }], c: 'd' });
  expect(parseJsonBody(`${'['.repeat(20)}${']'.repeat(20)}`)).toBeInstanceOf(Array);
  expect(parseJsonBody('{"a":{"x":1},"b":{"x":2}}')).toEqual({ a: { x: 1 }, b: { x: 2 } });
});
