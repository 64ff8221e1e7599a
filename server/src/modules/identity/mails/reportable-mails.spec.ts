import { languages } from '@gatehouse/contracts/language/locale';
import { describe, expect, it } from 'vitest';
import { matterOf } from '../../../../test/harness/mail-matter.js';
import { loadConfig } from '../../../platform/config/config.js';
import type { MailOutbox } from '../../../platform/mail/mail-outbox.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import { IdentityMailsService } from './identity-mails.service.js';
import type { MailLanguagesService } from './mail-languages.service.js';
import { type ReportableMatter, unreportableMails } from './reportable-mails.js';
import { SecurityMailsService } from './security-mails.service.js';
import { mailKinds, mailTexts } from './texts/written-mail.js';

const reportable = mailKinds.filter((kind) => !Object.hasOwn(unreportableMails, kind));
const ada = { id: 'ada', email: 'ada@example.com', firstName: 'Ada' };

describe.each(languages)('a mail of what somebody did in an account, in %s', (language) => {
  it.each(reportable)('carries the link "This wasn\'t me": %s', async (kind) => {
    const sent: { text: string; html: string }[] = [];
    const outbox = {
      seal: (mail: (typeof sent)[0]) => mail,
      post: (_tx: unknown, mails: typeof sent) => sent.push(...mails),
    };
    const words = { chosenBy: () => Promise.resolve([language]) };
    const tokens = { issueReport: () => Promise.resolve('secret') };
    const mails = new IdentityMailsService(
      outbox as unknown as MailOutbox,
      words as unknown as MailLanguagesService,
      loadConfig({ NODE_ENV: 'test' }),
    );
    const security = new SecurityMailsService(mails, tokens as unknown as OneTimeTokensService);
    await security.alert({} as Transaction, ada, matterOf(kind) as ReportableMatter);
    const { frame } = mailTexts[language];
    expect(sent[0]?.text).toContain(`${frame.notMe}:\n`);
    expect(sent[0]?.text).toContain('/not-me?token=secret');
    expect(sent[0]?.html).toContain('/not-me?token=secret');
    expect(sent[0]?.text.endsWith(frame.notMeFooter)).toBe(true);
  });
});

it('every mail about an account carries it, but for those of which it stands why not', () => {
  expect(
    Object.keys(unreportableMails).filter((kind) => !mailKinds.some((one) => one === kind)),
  ).toEqual([]);
  // Whatever is new is reportable, or does not compile.
  expect(reportable).toEqual(
    expect.arrayContaining([
      'account_exported',
      'erasure_requested',
      'second_factor_code',
      'impersonated',
      'username_changed',
      'api_key_loosened',
    ]),
  );
});
