import { useRef } from 'react';

/** A menu closes as the dialog that it opened appears: then its button is what to come back to. */
const openerOf = (active: Element | null): Element | null => {
  const triggerId = active?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  return triggerId ? document.getElementById(triggerId) : active;
};

/** Brings the focus back to what opened a dialog; for the handlers of Radix's content. */
export const useReturnFocus = () => {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event: Event) => {
      if (!(opener.current instanceof HTMLElement) || !opener.current.isConnected) return;
      event.preventDefault();
      opener.current.focus();
    },
  };
};
