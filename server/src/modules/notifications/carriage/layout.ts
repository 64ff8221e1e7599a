import { defaultLocale } from '@gatehouse/contracts/language/locale';
import { handlebars } from '../../../platform/templates/handlebars.js';
import type { DeliveryRow } from '../deliveries/deliveries.table.js';
import { type FrameWords, frameWordsOf } from './frame-words.js';

/** What a message is made of. */
type Item = Pick<DeliveryRow, 'subject' | 'html' | 'text' | 'link' | 'locale'>;

export interface MailMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** What stands in the frame of a mail. */
interface Frame {
  product: string;
  locale: string;
  words: FrameWords;
  items: readonly { lang: string; heading: string | null; html: string; url: string | null }[];
  settings: string;
  unsubscribe: string | null;
}

/** Around every notification mail. Bodies are HTML already, with their values escaped. */
const frame = `<!doctype html>
<html lang="{{locale}}">
<body style="margin:0;background:#f4f4f5;color:#18181b;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:36rem;margin:0 auto;padding:24px">
<p style="font-weight:600">{{product}}</p>
<div style="background:#ffffff;border-radius:8px;padding:24px">
{{#each items}}
{{#unless @first}}<hr style="border:0;border-top:1px solid #e4e4e7;margin:24px 0">{{/unless}}
{{#if heading}}<h2 lang="{{lang}}" style="font-size:18px;margin:0 0 8px">{{heading}}</h2>{{/if}}
<div lang="{{lang}}">{{{html}}}</div>
{{#if url}}<p><a href="{{url}}">{{../words.open}}</a></p>{{/if}}
{{/each}}
</div>
<p style="font-size:13px;color:#52525b"><a href="{{settings}}" style="color:#52525b">{{words.settings}}</a>{{#if unsubscribe}} · <a href="{{unsubscribe}}" style="color:#52525b">{{words.unsubscribe}}</a>{{/if}}</p>
</div>
</body>
</html>
`;

let compiled: ((values: Frame) => string) | undefined;
const layout = (values: Frame): string => (compiled ??= handlebars().compile<Frame>(frame))(values);

/** Several are one message (S3-066): nothing is lost, and nobody is called twice a minute. */
export function composeMail(
  items: readonly Item[],
  { product, publicUrl }: { readonly product: string; readonly publicUrl: string },
  unsubscribe: string | null,
): MailMessage {
  const isOne = items.length === 1;
  const settings = `${publicUrl}/notification-settings`;
  const locale = localeOf(items);
  const words = frameWordsOf(locale);
  const shown = items.map(({ subject, html, text, link, locale: lang }) => ({
    lang,
    heading: isOne ? null : subject,
    html,
    text,
    url: link === null ? null : publicUrl + link,
  }));
  const bodies = shown.map(({ heading, text, url }) =>
    [heading, text, url].filter((part) => part !== null).join('\n\n'),
  );
  const end = [`${words.settings}:\n${settings}`];
  if (unsubscribe !== null) end.push(`${words.unsubscribe}:\n${unsubscribe}`);
  return {
    subject: isOne ? (items[0]?.subject ?? '') : words.many(items.length),
    html: layout({ product, locale, words, items: shown, settings, unsubscribe }),
    text: [bodies.join('\n\n----\n\n'), '--', ...end].join('\n\n'),
  };
}

/** The language of all; English where they are in several. */
const localeOf = ([first, ...others]: readonly Item[]): string =>
  first && others.every(({ locale }) => locale === first.locale) ? first.locale : defaultLocale;

/** Longest SMS, of two parts in GSM's alphabet. */
const longestText = 306;

/** One SMS of one or several; of several the subjects that there is room for, and how many more they are. */
export function composeText(items: readonly Item[]): string {
  const [first] = items;
  if (items.length === 1 && first) return cut(onOneLine(`${first.subject}: ${first.text}`));
  const words = frameWordsOf(localeOf(items));
  const head = words.many(items.length);
  const subjects = items.map(({ subject }) => onOneLine(subject));
  for (let shown = subjects.length; shown > 0; shown -= 1) {
    const left = subjects.length - shown;
    const parts = [...subjects.slice(0, shown), ...(left > 0 ? [words.more(left)] : [])];
    const line = `${head}: ${parts.join('; ')}`;
    if (line.length <= longestText) return line;
  }
  return head;
}

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const cut = (line: string): string =>
  line.length <= longestText ? line : `${line.slice(0, longestText - 3)}...`;
