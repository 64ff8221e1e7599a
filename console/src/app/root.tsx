import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ChallengeProgress } from '../features/identity/challenge/challenge-progress';
import { StepUpDialog } from '../features/identity/step-up/step-up-dialog';
import { Toaster } from '../ui/toaster';

/**
 * Moves the focus to the heading of the page that was navigated to, so that keyboards and screen
 * readers start there; the browser does it by itself only when it loads a page.
 */
const useFocusOnNavigation = () => {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const previous = useRef(path);
  useEffect(() => {
    if (previous.current !== undefined && previous.current !== path) {
      const focused = document.activeElement;
      const field = focused instanceof HTMLElement && focused.matches('main input, main button');
      if (!field) {
        const heading = document.querySelector<HTMLElement>('[data-page-heading]');
        (heading ?? document.querySelector<HTMLElement>('#main'))?.focus({ preventScroll: true });
      }
    }
    previous.current = path;
  }, [path]);
};

export const Root = () => {
  useFocusOnNavigation();
  return (
    <>
      <Outlet />
      <StepUpDialog />
      <ChallengeProgress />
      <Toaster />
    </>
  );
};
