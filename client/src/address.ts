import { apiBase, type RouteContract } from '@gatehouse/contracts/route';

const textOf = (name: string, value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TypeError(`"${name}" must be a string, a number or a boolean`);
};

/** What would make another path of it, as browsers resolve `..` before they send anything, is refused. */
const segmentOf = (name: string, value: unknown): string => {
  const text = textOf(name, value);
  if (text === '' || text === '.' || text === '..')
    throw new TypeError(`"${name}" must be a part of a path`);
  return text;
};

const fillPath = (path: string, params: Readonly<Record<string, unknown>>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(segmentOf(name, params[name])),
  );

const fillQuery = (query: Readonly<Record<string, unknown>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, textOf(name, value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
};

/** Address of a call; `baseUrl` may be empty, which in a browser means the page's own origin. */
export const addressOf = (
  baseUrl: string,
  contract: RouteContract,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string =>
  baseUrl.replace(/\/+$/, '') +
  (contract.root ? '' : apiBase) +
  fillPath(contract.path, params) +
  fillQuery(query);
