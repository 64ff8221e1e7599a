import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

const executablePath = '/usr/bin/chromium';

export const hasChromium = existsSync(executablePath);

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

/** One person with a browser of their own. */
export interface Visitor {
  page: Page;
  /** What the browser complained about in its console, and errors that nobody caught. */
  complaints: string[];
  leave(): Promise<void>;
}

export const visit = async (browser: Browser, url: string): Promise<Visitor> => {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1280, height: 860 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(90_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints, leave: () => context.close() };
};

/** A small laptop. */
export const wide = { width: 1280, height: 860 };
/** A small phone. */
export const narrow = { width: 360, height: 740 };

/**
 * Once the new colours are painted and no transition runs; as text, for want of the DOM's types. When
 * a part has its new colour, what stands in it and takes it over only begins its own transition.
 */
const settled = (page: Page) =>
  page.evaluate(
    `(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      const running = () => document.getAnimations().filter(({ playState, effect }) =>
        playState === 'running' && effect.getComputedTiming().endTime !== Infinity);
      let waiting;
      do {
        await frame();
        await frame();
        waiting = running();
        await Promise.allSettled(waiting.map(({ finished }) => finished));
      } while (waiting.length > 0);
    })()`,
  );

/**
 * What axe finds that is serious, in one go within the page: handing its source and all that it saw
 * to and fro took longer than looking. No page of the console has another within it.
 * @param rules the only ones, or null for all of them.
 */
const seriousFindings = async (page: Page, rules: readonly string[] | null): Promise<string[]> => {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  const options = {
    resultTypes: ['violations'],
    selectors: false,
    // A button "Remove" that is called "Remove the key Nightly export" says more than is seen.
    rules: { 'label-content-name-mismatch': { enabled: false } },
    ...(rules ? { runOnly: rules } : {}),
  };
  return page.evaluate<string[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
  );
};

/**
 * Nothing serious for axe in light and dark, and no sideways scrolling at 360 px. Of all that axe
 * looks at, only the contrast is another in the dark.
 */
export const expectGoodLook = async (page: Page): Promise<void> => {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(colorScheme === 'dark' ? 'html.dark' : 'html:not(.dark)').waitFor();
    await settled(page);
    const serious = await seriousFindings(page, colorScheme === 'dark' ? ['color-contrast'] : null);
    expect(serious, `${colorScheme} ${page.url()}`).toEqual([]);
  }
  await page.setViewportSize(narrow);
  const [needed, given] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(needed, `width of ${page.url()}`).toBeLessThanOrEqual(given);
  await page.setViewportSize(wide);
};
