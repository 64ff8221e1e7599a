import { expect, it } from 'vitest';
import { typeNames } from './event.js';
import { type EventContract, events, importantSubjects, importantTypes } from './events.js';

const catalogue = Object.values<EventContract>(events);

it('has each type once', () => {
  expect(new Set(catalogue.map(({ type }) => type)).size).toBe(catalogue.length);
});

it('calls all events of an important kind of subject important, so that they stay in order', () => {
  expect(importantTypes).toContain('alert.raised');
  for (const { type, important } of catalogue) {
    const kind = type.split('.', 1)[0] ?? '';
    if (importantSubjects.has(kind)) expect(important, type).toBe(kind);
  }
});

it('marks what no module tells of yet', () => {
  const announced = catalogue.filter((contract) => contract.announced);
  expect(announced.map(({ source }) => source)).toEqual(Array(4).fill('/payments'));
});

it('leaves room to ask for every type by name', () => {
  expect(typeNames.safeParse(catalogue.map(({ type }) => type)).success).toBe(true);
});

it('calls nothing important that is about people or organizations, of which there are crowds', () => {
  for (const kind of ['user', 'organization']) expect(importantSubjects).not.toContain(kind);
});
