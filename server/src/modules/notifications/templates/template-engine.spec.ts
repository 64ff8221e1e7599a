import { describe, expect, it } from 'vitest';
import { languages } from '@gatehouse/contracts/language/locale';
import { builtInTemplates } from './built-in-templates.js';
import { plainContent } from './plain-content.js';
import { compile, fill, TemplateError } from './template-engine.js';

const content = (part: Partial<Record<'subject' | 'html' | 'text', string>>) => ({
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  ...part,
});
const render = (
  part: Parameters<typeof content>[0],
  values: Record<string, string> = {},
  declared = ['name', 'other'],
) => fill(compile(content(part), declared), values);

describe('templates', () => {
  it('fill in variables, escaped in HTML and as they are in text', () => {
    const name = `<img src=x onerror="alert('1')">`;
    const filled = render({ html: '<b>{{name}}</b>', text: '{{name}}' }, { name });
    expect(filled.html).not.toContain('<img');
    expect(filled.html).toContain('&lt;img src&#x3D;x');
    expect(filled.text).toBe(name);
  });

  it('have conditions', () => {
    const text = '{{#if name}}Dear {{name}}{{else}}Dear friend{{/if}}{{#unless other}}!{{/unless}}';
    expect(render({ text }, { name: 'Ada', other: '' }).text).toBe('Dear Ada!');
    expect(render({ text }, { other: 'x' }).text).toBe('Dear friend');
  });

  it('a subject stays one line: no header comes in with a value', () => {
    expect(render({ subject: '{{name}}' }, { name: 'Hi\r\nBcc: eve@example.com' }).subject).toBe(
      'Hi Bcc: eve@example.com',
    );
  });

  it.each([
    ['an undeclared variable', '{{secret}}'],
    ['raw HTML', '{{{name}}}'],
    ['raw HTML by a sign', '{{& name}}'],
    ['a helper', '{{lookup name "constructor"}}'],
    ['a helper with a hash', '{{name a=1}}'],
    ['a path', '{{name.constructor}}'],
    ['the whole context', '{{this}}'],
    ['the root', '{{@root.name}}'],
    ['a parent', '{{../name}}'],
    ['a partial', '{{> other}}'],
    ['a decorator', '{{* inline}}'],
    ['a loop', '{{#each name}}x{{/each}}'],
    ['a scope', '{{#with name}}x{{/with}}'],
    ['a raw block', '{{{{raw}}}} {{name}} {{{{/raw}}}}'],
    ['a call in a condition', '{{#if (lookup name "x")}}x{{/if}}'],
    ['a path in a condition', '{{#if name.length}}x{{/if}}'],
    ['two conditions', '{{#if name other}}x{{/if}}'],
    ['a forbidden part deep inside', '{{#if name}}{{#unless other}}{{{name}}}{{/unless}}{{/if}}'],
    ['a literal', '{{"name"}}'],
    ['a helper as if it were a variable', '{{if}}'],
    ['broken braces', '{{name}'],
  ])('refuse %s', (_what, html) => {
    expect(() => compile(content({ html }), ['name', 'other'])).toThrow(TemplateError);
  });

  it('reach no prototype, whatever a variable is named', () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'log', 'lookup', 'each', 'with'];
    for (const name of names) {
      expect(render({ text: `[{{${name}}}]` }, {}, [name]).text).toBe('[]');
      expect(render({ text: `[{{${name}}}]` }, { [name]: 'v' }, [name]).text).toBe('[v]');
    }
  });

  it.each(languages)('that come with Gatehouse can be used in %s', (language) => {
    for (const { name, contents, variables } of builtInTemplates) {
      const content = contents[language];
      if (!content) throw new Error(`${name} has no words in ${language}`);
      const filled = fill(compile(content, Object.keys(variables)), variables);
      for (const value of Object.values(variables))
        expect(Object.values(filled).join(' ')).toContain(value);
      if (language !== 'en') expect(content.subject).not.toBe(contents['en']?.subject);
    }
  });

  it('that come with Gatehouse have the subjects that were asked for', () => {
    const subjects = builtInTemplates.map(({ contents }) => contents['en']?.subject);
    expect(subjects).toEqual(
      expect.arrayContaining([
        'Welcome to our platform',
        'Payment Confirmation',
        'Payment Failed - Action Required',
      ]),
    );
  });

  it('plain words become paragraphs, and never HTML', () => {
    expect(plainContent('Hi\nthere', 'One <b>\ntwo\n\nthree')).toEqual({
      subject: 'Hi there',
      html: '<p>One &lt;b&gt;<br>two</p>\n<p>three</p>',
      text: 'One <b>\ntwo\n\nthree',
    });
  });
});
