/** Without a touch for this long (ms), a page counts as left alone. */
const patience = 10 * 60_000;

let touchedAt = Date.now();
let waiting: (() => void)[] = [];

const isTouched = (): boolean =>
  document.visibilityState === 'visible' && Date.now() - touchedAt < patience;

const touch = (): void => {
  touchedAt = Date.now();
  for (const resume of waiting.splice(0)) resume();
};

/** From here on it is noticed whether somebody is at the page. */
export const watchActivity = (): void => {
  for (const event of ['pointermove', 'pointerdown', 'keydown', 'focus'] as const)
    window.addEventListener(event, touch, { passive: true });
};

/**
 * Resolves once somebody is at the page, at once where somebody is. What a page does by itself must
 * not keep a session alive that its owner has left.
 */
export const somebody = (): Promise<void> =>
  isTouched() ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve));
