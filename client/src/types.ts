import type {
  RouteAnswer,
  RouteBodySent,
  RouteContract,
  RouteParamsSent,
  RouteQuerySent,
} from '@gatehouse/contracts/route';
import type { routes } from '@gatehouse/contracts/routes';

/** What any call may carry beside what its contract asks for. */
export interface RequestExtras {
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Makes a repeated POST safe, where the contract takes one. */
  idempotencyKey?: string;
  /** The `ETag` that the change was made from. */
  ifMatch?: string;
}

type Needed<Key extends string, T> = { [K in Key]: T };
type Spare<Key extends string, T> = { [K in Key]?: T | undefined };

/** Left out when the contract has none; optional when everything in it is. */
type Part<Key extends string, Declared, T> = Declared extends object
  ? undefined extends T
    ? Spare<Key, T>
    : Record<string, never> extends T
      ? Spare<Key, T>
      : Needed<Key, T>
  : Spare<Key, undefined>;

/** A file that is sent as it is; its type says what it is. */
type FilePart<R extends RouteContract> = R['upload'] extends readonly string[]
  ? { file: Blob }
  : { file?: undefined };

/** Without the choice of fields: an answer is typed whole. */
type QuerySent<R extends RouteContract> = Omit<RouteQuerySent<R>, 'fields'>;

export type CallOptions<R extends RouteContract> = Part<'params', R['params'], RouteParamsSent<R>> &
  Part<'query', R['query'], QuerySent<R>> &
  Part<'body', R['body'], RouteBodySent<R>> &
  FilePart<R> &
  RequestExtras;

/** What a call brings: of a route that streams a file, the file. */
export type CallAnswer<R extends RouteContract> = R['download'] extends readonly string[]
  ? Blob
  : RouteAnswer<R>;

/** One endpoint as a function. */
export type Call<R extends RouteContract> =
  object extends CallOptions<R>
    ? (options?: CallOptions<R>) => Promise<CallAnswer<R>>
    : (options: CallOptions<R>) => Promise<CallAnswer<R>>;

type Routes = typeof routes;

/** Every endpoint, by feature: `client.sessions.list({ query: { limit: 10 } })`. */
export type Client = {
  readonly [Feature in keyof Routes]: {
    readonly [Name in keyof Routes[Feature]]: Routes[Feature][Name] extends RouteContract
      ? Call<Routes[Feature][Name]>
      : never;
  };
};
