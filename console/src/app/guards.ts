import { redirect, type ParsedLocation } from '@tanstack/react-router';
import { queryClient, profileQuery } from '../api/queries';
import { restore } from '../api/renewal';
import { session } from '../api/session';

/** Only for whoever is signed in and has enrolled what the role requires. */
export const requireSession = async ({ location }: { location: ParsedLocation }) => {
  await restore();
  if (session.get().status !== 'signed_in') {
    const wanted = location.href === '/' ? undefined : location.href;
    throw redirect({ to: '/sign-in', search: { redirect: wanted }, replace: true });
  }
  const profile = await queryClient.ensureQueryData(profileQuery);
  if (profile.enrolmentRequired) throw redirect({ to: '/enrol', replace: true });
};

/** Only for whoever still has to enrol. */
export const requireEnrolment = async () => {
  await restore();
  if (session.get().status !== 'signed_in') {
    throw redirect({ to: '/sign-in', search: {}, replace: true });
  }
  const profile = await queryClient.ensureQueryData(profileQuery);
  if (!profile.enrolmentRequired) throw redirect({ to: '/', replace: true });
};

/** Sign-in pages: whoever is signed in goes straight in. */
export const requireStranger = async () => {
  await restore();
  if (session.get().status === 'signed_in') throw redirect({ to: '/', replace: true });
};
