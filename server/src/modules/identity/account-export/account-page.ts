import type { Rows } from './account-exports.repository.js';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escape = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).replace(
    /[&<>"]/g,
    (sign) => entities[sign] ?? sign,
  );

const words = (name: string): string => name.replaceAll('_', ' ');

/** What is known about a person, as a page that needs nothing else to be read. */
export function accountPage(sections: Readonly<Record<string, Rows>>, at: Date): string {
  const parts = Object.entries(sections).map(
    ([name, rows]) => `<h2>${escape(words(name))}</h2>\n${rows.map(tableOf).join('\n')}`,
  );
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Your account</title>
<style>body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:0 0 1rem;width:100%}
th,td{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top}th{width:14rem}</style>
<h1>Your account</h1><p>Everything that was known about you on ${at.toUTCString()}. The same is in account.json.</p>
${parts.join('\n')}
</html>
`;
}

const tableOf = (row: Readonly<Record<string, unknown>>): string =>
  `<table>${Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `<tr><th>${escape(words(name))}<td>${escape(value)}`)
    .join('')}</table>`;
