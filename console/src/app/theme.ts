import { useSyncExternalStore } from 'react';

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** The same key as in `public/theme.js`, which sets the theme before the first paint. */
const storageKey = 'gatehouse.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const read = (): ThemeChoice => {
  try {
    const stored = localStorage.getItem(storageKey);
    return themeChoices.find((choice) => choice === stored) ?? 'system';
  } catch {
    return 'system';
  }
};

const apply = () => {
  const choice = read();
  const dark = choice === 'dark' || (choice === 'system' && systemDark.matches);
  document.documentElement.classList.toggle('dark', dark);
  for (const listener of listeners) listener();
};

systemDark.addEventListener('change', apply);
addEventListener('storage', apply);

export const setTheme = (choice: ThemeChoice): void => {
  try {
    localStorage.setItem(storageKey, choice);
  } catch {
    // Storage may be blocked: then the choice cannot be kept.
  }
  apply();
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export const useThemeChoice = (): ThemeChoice => useSyncExternalStore(subscribe, read);
