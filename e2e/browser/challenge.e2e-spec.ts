import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { startGatehouse, type RunningGatehouse } from '../harness/gatehouse.js';
import { expectGoodLook, hasChromium, launch, visit } from './visitor.js';

describe.skipIf(!hasChromium)('work that is asked for, in a browser', { timeout: 240_000 }, () => {
  let gatehouse: RunningGatehouse;
  let browser: Browser;

  beforeAll(async () => {
    const settings = { GATEHOUSE_CHALLENGE: 'always', GATEHOUSE_CHALLENGE_WORK: '400000' };
    [gatehouse, browser] = await Promise.all([startGatehouse(settings), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await gatehouse?.stop();
  });

  it('is done aside from the page, which says so, and then the call goes through', async () => {
    const { page, complaints } = await visit(browser, gatehouse.url);
    await page.goto('/forgot-password');
    await page.getByLabel('E-mail').fill('nobody@example.com');
    const answered = page.waitForResponse(
      (answer) => answer.url().endsWith('/auth/password/forgot') && answer.status() === 202,
    );
    await page.getByRole('button', { name: /send|mail/i }).click();
    await page.getByText('Checking that you are not a program').waitFor();
    await answered;
    await page.getByText('Checking that you are not a program').waitFor({ state: 'detached' });
    await expectGoodLook(page);
    // The first answer is a refusal, of which Chromium tells in its console.
    expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);
  });

  it('is asked for of everybody', async () => {
    const answer = await new Api(gatehouse.url).signIn('nobody@example.com', password);
    expect(answer.body.code).toBe('challenge_required');
  });
});
