export const SkipLink = () => (
  <a
    href="#main"
    className="bg-surface shadow-float sr-only z-70 rounded-md px-3 py-2 font-medium focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
    onClick={(event) => {
      event.preventDefault();
      document.querySelector<HTMLElement>('#main')?.focus();
    }}
  >
    Skip to content
  </a>
);
