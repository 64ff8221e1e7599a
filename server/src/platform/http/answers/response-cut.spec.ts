import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cutShapeOf } from './response-cut.js';

const person = z.object({
  id: z.uuid(),
  seen: z.iso.datetime().nullable(),
  tags: z.array(z.string().min(1)),
});
const cut = cutShapeOf(z.object({ data: z.array(person), note: z.string().max(3).optional() }));

describe('an answer is cut to its contract', () => {
  it('what is not listed does not leave, however deep it lies', () => {
    const row = { id: 'x', seen: null, tags: [''], passwordHash: '$argon2id$' };
    expect(cut.parse({ data: [row], secret: 1 })).toEqual({
      data: [{ id: 'x', seen: null, tags: [''] }],
    });
  });

  it('a missing name or a wrong type is an error', () => {
    expect(cut.safeParse({ data: [{ id: 'x', tags: [] }] }).success).toBe(false);
    expect(cut.safeParse({ data: [{ id: 7, seen: null, tags: [] }] }).success).toBe(false);
    expect(cut.safeParse({}).success).toBe(false);
  });

  it('leaves alone what has rules about the whole, and what it does not know', () => {
    const strict = z.strictObject({ id: z.uuid() });
    const either = z.union([z.object({ id: z.uuid() }), z.number()]);
    expect(cutShapeOf(strict)).toBe(strict);
    expect(cutShapeOf(either)).toBe(either);
  });
});
