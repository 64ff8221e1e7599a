import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { client } from '../../../api/client';
import { byCursor } from '../../../api/queries';

export const providersQuery = queryOptions({
  queryKey: ['social-providers'],
  queryFn: async ({ signal }) => (await client.social.providers({ signal })).providers,
  staleTime: 60_000,
});

export const connectionsQuery = infiniteQueryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal, pageParam }) =>
    client.connections.list({ query: { limit: 25, cursor: pageParam }, signal }),
  ...byCursor,
});

/** What this tab went to the provider for, and where the person wanted to go. */
const journey = z.object({
  intent: z.enum(['sign_in', 'connect']),
  redirect: z.string().optional(),
});
export type Journey = z.output<typeof journey>;

const journeyKey = 'gatehouse.social';

/** Leaves for a provider. The address comes from our own server, and begins with http. */
export const leaveFor = (authorizationUrl: string, going: Journey): void => {
  sessionStorage.setItem(journeyKey, JSON.stringify(going));
  location.assign(authorizationUrl);
};

/** What this tab left for; a sign-in when it does not remember. */
export const recallJourney = (): Journey => {
  const parsed = journey.safeParse(decode(sessionStorage.getItem(journeyKey)));
  return parsed.success ? parsed.data : { intent: 'sign_in' };
};

const answer = z.object({
  provider: z.string(),
  code: z.string().optional(),
  state: z.string().optional(),
  iss: z.string().optional(),
  error: z.string().optional(),
});
export type ProviderAnswer = z.output<typeof answer>;

/** What the provider answered, which the server passed on in the fragment; undefined when there is none. */
export const readAnswer = (fragment: string): ProviderAnswer | undefined => {
  const text = fragment.replace(/^#/, '').replaceAll('-', '+').replaceAll('_', '/');
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0) ?? 0);
    return answer.safeParse(decode(new TextDecoder().decode(bytes))).data;
  } catch {
    return undefined;
  }
};

const decode = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
