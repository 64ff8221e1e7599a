import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonElements } from './json-elements.js';

async function* pieces(text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size = 1, longest = 200): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const element of jsonElements(pieces(text, size), longest))
    found.push(JSON.parse(element));
  return found;
}

describe('jsonElements', () => {
  it('gives what JSON.parse gives, however it is cut', async () => {
    const value = fc.jsonValue({ maxDepth: 3 }).filter((one) => JSON.stringify(one).length < 190);
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 1, '\t'),
        async (values, size, space) => {
          const text = JSON.stringify(values, null, space);
          expect(await read(text, size, 2_000)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    '',
    ' ',
    '{}',
    '[',
    '[1',
    '[1,',
    '[1,]',
    '[,1]',
    '[1,,2]',
    '[1] 2',
    '[1]]',
    '1',
    '["a]',
  ])('refuses %j', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('takes no element that is too long, nor one without end', async () => {
    for (const text of [`["${'a'.repeat(300)}"]`, `["${'a'.repeat(1_000_000)}`])
      await expect(read(text, 1000)).rejects.toMatchObject({ code: 'validation_failed' });
  });
});
