import { languages } from '@gatehouse/contracts/language/locale';
import { describe, expect, it } from 'vitest';
import { matterOf, variablesIn } from '../../../../../test/harness/mail-matter.js';
import type { MailKind, MailText, PhraseName } from './mail-texts.js';
import { mailTexts, type MailMatter, writeMail } from './written-mail.js';

const others = languages.filter((language) => language !== 'en');
const kinds = Object.keys(mailTexts.en.mails) as MailKind[];
const phrases = Object.keys(mailTexts.en.phrases) as PhraseName[];

const partsOf = ({ subject, paragraphs, action, footer }: MailText) => ({
  subject: variablesIn(subject),
  paragraphs: paragraphs.map(variablesIn),
  hasAction: action !== undefined,
  hasFooter: footer !== undefined,
});
describe.each(others)('the mails in %s', (language) => {
  it.each(kinds)('%s says what it says in English, in other words', (kind) => {
    const [text, english] = [mailTexts[language].mails[kind], mailTexts.en.mails[kind]];
    expect(partsOf(text)).toEqual(partsOf(english));
    expect(text.subject).not.toBe(english.subject);
    expect(text.paragraphs.join()).not.toBe(
      kind === 'reset_required' ? '' : english.paragraphs.join(),
    );
    expect(writeMail(language, matterOf(kind), 'Ada').paragraphs.join()).not.toMatch(/[{}]/);
  });

  it('have every phrase and what stands around them', () => {
    const { frame, phrases: own } = mailTexts[language];
    for (const name of phrases)
      expect(variablesIn(own[name]), name).toEqual(variablesIn(mailTexts.en.phrases[name]));
    expect(Object.keys(own)).toEqual(phrases);
    expect(Object.keys(frame)).toEqual(Object.keys(mailTexts.en.frame));
    expect(variablesIn(frame.greeting)).toEqual(['{{firstName}}']);
  });
});

describe('a mail', () => {
  it('leaves out what it does not know, and writes days and phrases as its reader does', () => {
    const at = new Date('2026-03-04T05:06:00Z');
    const facts = { browser: 'Chrome', device: 'Linux', ipAddress: '192.0.2.1' };
    const matter: MailMatter = {
      kind: 'new_device',
      values: { ...facts, place: '', time: { time: at } },
    };
    expect(writeMail('en', matter).paragraphs).toHaveLength(4);
    expect(writeMail('en', matter).paragraphs.at(-1)).toBe('Time: 4 March 2026 at 05:06 UTC');
    expect(writeMail('de', matter).paragraphs.at(-1)).toBe('Zeit: 4. März 2026 um 05:06 UTC');
    const factor: MailMatter = {
      kind: 'second_factor_added',
      values: { factor: { phrase: 'passkey' } },
    };
    expect(writeMail('fr', factor).paragraphs[0]).toContain('une clé d’accès');
  });

  it('takes a value as it is, whatever it looks like', () => {
    const values = { organization: '{{inviter}} & <b>', inviter: 'Ada' };
    expect(writeMail('en', { kind: 'invitation', values }).subject).toBe('Join {{inviter}} & <b>');
  });

  it('is not written without a value that it names', () => {
    const matter = { kind: 'invitation', values: { inviter: 'Ada' } } as unknown as MailMatter;
    expect(() => writeMail('en', matter)).toThrow('organization');
  });
});
