import { browserSupportsWebAuthnAutofill, WebAuthnAbortService } from '@simplewebauthn/browser';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { client } from '../../../api/client';
import { signWithPasskey, wasDismissed } from '../passkeys/ceremony';
import { useBeginSession } from './begin-session';

/** What the browser waits to sign is good for five minutes. */
const renewAfter = 240_000;

const signIn = async (autofill: boolean) => {
  const credential = await signWithPasskey(await client.passkeys.beginSignIn(), autofill);
  return client.passkeys.signIn({ body: { credential, delivery: 'cookie' } });
};

const useSignIn = (autofill: boolean) =>
  useMutation({
    mutationFn: () => signIn(autofill),
    meta: { inForm: true },
    onSuccess: useBeginSession(),
  });

/**
 * Sign-in with a passkey alone: by a button, and while the name field is shown by the browser's
 * suggestions, which wait until one is picked.
 */
export const usePasskeySignIn = () => {
  const { mutate: offer, error: offerError } = useSignIn(true);
  const button = useSignIn(false);
  const asked = button.isPending;

  useEffect(() => {
    if (asked) return undefined;
    let shown = true;
    const suggest = async () => {
      if ((await browserSupportsWebAuthnAutofill()) && shown) offer();
    };
    void suggest();
    const timer = setInterval(() => void suggest(), renewAfter);
    return () => {
      shown = false;
      clearInterval(timer);
    };
  }, [asked, offer]);
  useEffect(() => () => WebAuthnAbortService.cancelCeremony(), []);

  return {
    problem: [button.error, offerError].find((error) => error && !wasDismissed(error)),
    busy: asked,
    signIn: () => button.mutate(),
  };
};
