import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { SocialProvider } from '@gatehouse/contracts/identity/social';
import { client } from '../../../api/client';
import { Button } from '../../../ui/button';
import { ProblemNote } from '../../../ui/problem-note';
import { leaveFor, providersQuery } from './social';

const root = getRouteApi('__root__');

interface SocialButtonsProps {
  /** Which providers are offered; all, where left out. */
  offers?: (provider: SocialProvider) => boolean;
  /** Where the way leads back to, where the page's address does not say. */
  returnTo?: string;
}

/** Ways in with an account elsewhere; nothing where none is configured. */
export const SocialButtons = ({ offers = () => true, returnTo }: SocialButtonsProps) => {
  const { data = [] } = useQuery(providersQuery);
  const providers = data.filter(offers);
  const search: Record<string, unknown> = root.useSearch();
  const redirect = typeof search['redirect'] === 'string' ? search['redirect'] : returnTo;
  const start = useMutation({
    mutationFn: ({ id }: SocialProvider) => client.social.start({ params: { provider: id } }),
    meta: { inForm: true },
    onSuccess: ({ authorizationUrl }) =>
      leaveFor(authorizationUrl, { intent: 'sign_in', redirect }),
  });
  if (providers.length === 0) return null;
  // The page is about to be left: the button stays busy.
  const leaving = start.isPending || start.isSuccess;
  return (
    <div className="grid gap-3">
      <p className="text-muted before:bg-line after:bg-line flex items-center gap-3 text-[0.8125rem] before:h-px before:flex-1 after:h-px after:flex-1">
        or
      </p>
      <ProblemNote error={start.error} />
      {providers.map((provider) => (
        <Button
          key={provider.id}
          size="lg"
          busy={leaving && start.variables?.id === provider.id}
          disabled={leaving && start.variables?.id !== provider.id}
          onClick={() => start.mutate(provider)}
        >
          Continue with {provider.label}
        </Button>
      ))}
    </div>
  );
};
