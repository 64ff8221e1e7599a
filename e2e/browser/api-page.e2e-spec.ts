import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { hasChromium, launch, visit } from './visitor.js';

describe.skipIf(!hasChromium)('the page to try the API', { timeout: 60_000 }, () => {
  let gatehouse: RunningGatehouse;
  let browser: Browser;

  beforeAll(async () => {
    [gatehouse, browser] = await Promise.all([startGatehouse(), launch()]);
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });

  it('calls an operation and shows its answer, without a complaint of the browser', async () => {
    const visitor = await visit(browser, gatehouse.url);
    const { page, complaints } = visitor;
    await page.goto('/api/docs');
    const operation = page.locator('.opblock', { hasText: '/api/v1/setup/status' });
    await operation.getByRole('button').first().click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table');
    await answer.getByText('200').first().waitFor();
    expect(await answer.innerText()).toContain('"registrationEnabled": true');
    expect(complaints).toEqual([]);
    await visitor.leave();
  });
});
