import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { startGatehouse, type RunningGatehouse } from '../harness/gatehouse.js';
import { launch } from './visitor.js';

/** Where stories in a browser play. */
export interface Scene {
  readonly gatehouse: RunningGatehouse;
  readonly browser: Browser;
}

type Settings = Readonly<Record<string, string>>;

/**
 * Sets the scene before the tests of a `describe`, and clears it away after them: a Gatehouse on an
 * empty database and a browser, both there from the first test and the hooks below this call on.
 * @param settings of its environment, or what finds them out when it is time.
 */
export const setScene = (settings: Settings | (() => Promise<Settings>) = {}): Scene => {
  let gatehouse: RunningGatehouse;
  let browser: Browser;
  beforeAll(async () => {
    const environment = typeof settings === 'function' ? await settings() : settings;
    [gatehouse, browser] = await Promise.all([startGatehouse(environment), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });
  return {
    get gatehouse() {
      return gatehouse;
    },
    get browser() {
      return browser;
    },
  };
};
