import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  startNotifications,
  type TestNotifications,
} from '../../../../test/harness/notifications.js';
import { newId } from '../../../kernel/id.js';
import { Cache } from '../../../platform/cache/cache.js';
import type { Caller } from '../../../platform/http/caller.js';
import type { SmsSender } from '../../../platform/sms/sms-sender.js';
import { RendererService } from './renderer.service.js';
import { TemplatesRepository } from './templates.repository.js';
import { TemplatesService } from './templates.service.js';

let notifications: TestNotifications;
beforeEach(async () => {
  notifications = await startNotifications({ available: false } as SmsSender);
});
afterEach(() => notifications.stop());

const author = { kind: 'session', userId: newId() } as Caller;
const name = 'greeting';
const key = (version: number) => `templates:${name}:v${version}`;
const saying = (subject: string): Record<'en' | 'de', TemplateContent> => ({
  en: { subject: `${subject}, {{person}}`, html: '<p>In English</p>', text: 'In English' },
  de: { subject: `${subject}, {{person}}`, html: '<p>Auf Deutsch</p>', text: 'Auf Deutsch' },
});

/** What another instance renders, that shares the cache and has nothing in its own memory. */
const render = (locale = 'en') =>
  new RendererService(
    notifications.get(TemplatesRepository),
    notifications.get(Cache),
    notifications.database,
  ).render(name, locale, { variables: { person: 'Ada' } });

describe('the words of a template', () => {
  beforeEach(async () => {
    await notifications.get(TemplatesService).create(author, {
      name,
      category: 'messages',
      description: '',
      variables: { person: 'Who is greeted' },
      contents: saying('Hello'),
    });
  });

  it('S3-073: are kept under templates:<name>:v<n>, all languages of a version', async () => {
    const findVersion = vi.spyOn(notifications.get(TemplatesRepository), 'findVersion');
    expect(await render()).toMatchObject({ subject: 'Hello, Ada', text: 'In English', version: 1 });
    const cache = notifications.get(Cache);
    const kept = { ...saying('Hello').en, version: 1, locales: saying('Hello') };
    expect(await cache.get(key(1))).toMatchObject(kept);
    expect(await render('de')).toMatchObject({ text: 'Auf Deutsch', locale: 'de' });
    expect(findVersion).toHaveBeenCalledTimes(1);
    // What is under the key is what is rendered.
    await cache.set(key(1), { ...kept, locales: saying('Kept') }, 60_000);
    expect(await render()).toMatchObject({ subject: 'Kept, Ada' });
  });

  it('S3-073: are others under another key once another version is active, and not before', async () => {
    await render();
    const templates = notifications.get(TemplatesService);
    await templates.addVersion(author, name, { contents: saying('Good day'), activate: false });
    expect(await render()).toMatchObject({ subject: 'Hello, Ada', version: 1 });
    const cache = notifications.get(Cache);
    expect(await cache.get(key(2))).toBeUndefined();
    await templates.activate(name, 2);
    expect(await render()).toMatchObject({ subject: 'Good day, Ada', version: 2 });
    expect(await cache.get(key(2))).toMatchObject({ version: 2, locales: saying('Good day') });
    expect(await cache.get(key(1))).toMatchObject({ version: 1, locales: saying('Hello') });
  });
});
