import { describe, expect, it } from 'vitest';
import { Api, password } from '../harness/api.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit } from './visitor.js';

describe.skipIf(!hasChromium)('work that is asked for, in a browser', { timeout: 240_000 }, () => {
  const scene = setScene({
    GATEHOUSE_CHALLENGE: 'always',
    GATEHOUSE_CHALLENGE_WORK: '400000',
  });

  it('is done aside from the page, which says so, and then the call goes through', async () => {
    const { page, complaints } = await visit(scene.browser, scene.gatehouse.url);
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
    const answer = await new Api(scene.gatehouse.url).signIn('nobody@example.com', password);
    expect(answer.body.code).toBe('challenge_required');
  });
});
