import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allRoutes } from '@gatehouse/contracts/routes';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { expect, it } from 'vitest';

const docs = path.join(import.meta.dirname, '../../docs');
/** The recipe for a module of one's own tells of routes that are not there yet. */
const recipe = 'new-module.md';

/** What no guide need tell, each with its reason. This list may only shrink. */
const untold: Readonly<Record<string, string>> = {
  'setup.status': 'the console asks it which page to show',
  'social.callback': 'a provider leads browsers there, nobody calls it',
  'preferences.unsubscribePage': 'the link of a mail leads there, nobody calls it',
};

/** A call that a guide names, such as `GET /users/:id`. */
interface ToldCall {
  readonly page: string;
  readonly method: string;
  readonly path: string;
}

const method = '(?:GET|POST|PUT|PATCH|DELETE)';
/** `POST /roles`, or several methods of one path, as in "`PUT` and `DELETE /roles/:id`". */
const named = new RegExp(`(${method}(?:(?:,| and|, and) ${method})*) (/[\\w/:.-]*\\w)`, 'g');
/** A command by which a guide has one call. */
const command = new RegExp(`curl [^\\n]*(?:\\$API|${apiBase})(/[\\w/:.-]*\\w)[^\\n]*`, 'g');

const withoutBase = (told: string): string =>
  told.startsWith(`${apiBase}/`) ? told.slice(apiBase.length) : told;

function methodOf(line: string): string {
  const given = new RegExp(`-X (${method})`).exec(line)?.[1];
  return given ?? (/ (?:-d|--data\S*) /.test(line) ? 'POST' : 'GET');
}

function callsIn(page: string, text: string): ToldCall[] {
  const plain = text.replaceAll('`', '').replaceAll('\\\n', ' ');
  const told = [...plain.matchAll(named)].flatMap(([, methods = '', to = '']) =>
    methods.split(/,? and |, /).map((one) => ({ method: one, path: withoutBase(to) })),
  );
  const sent = [...plain.matchAll(command)].map(([line, to = '']) => ({
    method: methodOf(line),
    path: to,
  }));
  return [...told, ...sent].map((call) => ({ page, ...call }));
}

const told: readonly ToldCall[] = ['guide', 'operations'].flatMap((folder) =>
  readdirSync(path.join(docs, folder))
    .filter((name) => name !== recipe)
    .flatMap((name) => callsIn(name, readFileSync(path.join(docs, folder, name), 'utf8'))),
);

/** Whether a call is one of a route; a parameter is told as `:id`, or has a colon in its example. */
function isOf(call: Omit<ToldCall, 'page'>, route: RouteContract): boolean {
  const asked = route.path.split('/');
  const given = call.path.split('/');
  return (
    call.method === route.method &&
    asked.length === given.length &&
    asked.every((part, at) =>
      part.startsWith(':') ? given[at]?.includes(':') : part === given[at],
    )
  );
}

it('tells of every route in a guide, by method and path', () => {
  const missing = allRoutes.filter((route) => !told.some((call) => isOf(call, route)));
  const names = missing.map((route) => route.name).toSorted();
  expect(names).toEqual(Object.keys(untold).toSorted());
});

it('tells of no route that is not there', () => {
  const unknown = told.filter((call) => !allRoutes.some((route) => isOf(call, route)));
  expect(unknown).toEqual([]);
});

it('knows a call however a guide writes it, and misses what none names', () => {
  const text =
    '`GET` and `PUT /api/v1/a/:id`, or\n\n```sh\ncurl "$API/b" \\\n  -d \'{}\'\ncurl -X DELETE x/api/v1/c/d:e\n```';
  const calls = callsIn('a.md', text).map((call) => `${call.method} ${call.path}`);
  expect(calls).toEqual(['GET /a/:id', 'PUT /a/:id', 'POST /b', 'DELETE /c/d:e']);
  const told = { method: 'GET', path: '/users/me' };
  expect(allRoutes.filter((route) => isOf(told, route))).toEqual([]);
});
