import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type {
  AttemptFailure,
  AttemptKind,
  LoginAttempt,
} from '@gatehouse/contracts/security/attempts';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';
import { isNetwork, pollEvery } from '../monitor';
import { queryOf, type Span } from '../overview/span';

/** What of the attempts is listed, as it stands in the page's address. */
export interface AttemptFilter extends Span {
  /** An address or a range, or else a name. */
  search?: string | undefined;
  outcome?: 'succeeded' | 'failed' | undefined;
  kind?: AttemptKind | undefined;
  failure?: AttemptFailure | undefined;
  newDevice?: 'true' | 'false' | undefined;
  /** Its id. */
  organization?: string | undefined;
}

/** A filter as the server takes it. */
export const wishOf = ({ search = '', organization, from, until, ...rest }: AttemptFilter) => {
  const text = search.trim();
  const wanted = text === '' ? {} : isNetwork(text) ? { address: text } : { account: text };
  return { ...wanted, ...rest, organizationId: organization, ...queryOf({ from, until }) };
};

export const attemptsQuery = (filter: AttemptFilter) => {
  const wish = wishOf(filter);
  return infiniteQueryOptions({
    queryKey: ['monitor', 'now', 'attempts', wish],
    queryFn: ({ signal, pageParam }) =>
      client.attempts.list({
        query: { limit: 20, cursor: pageParam, ...wish },
        signal,
      }),
    ...byCursor,
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery,
  });
};

export const kindNames: Record<AttemptKind, string> = {
  sign_in: 'Sign-ins',
  second_factor: 'Second factors',
  refresh_token: 'Used tokens',
  api_key: 'API keys',
};

export const failures: Record<AttemptFailure, string> = {
  wrong_credentials: 'Wrong name or password',
  account_not_usable: 'The account is not confirmed or not active, or the password too old',
  delayed: 'Refused unheard, too soon after failures',
  wrong_code: 'Wrong code',
  token_reused: 'A used token came back',
  unknown_key: 'No such API key',
  address_not_allowed: 'API key not allowed from there',
};

/** What came of an attempt, in words. */
export const outcomeOf = ({ failure, tries }: LoginAttempt): string => {
  const words = failure === null ? 'Signed in' : failures[failure];
  return tries > 1 ? `${words}, ${tries} times` : words;
};

/** Who was tried, as far as it is known. */
export const accountOf = ({ userName, identifier, kind }: LoginAttempt): string =>
  userName ?? identifier ?? (kind === 'api_key' ? 'An API key' : 'Somebody');
