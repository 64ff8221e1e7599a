import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Api } from '../harness/api.js';
import { heading } from './deeds.js';
import { setScene } from './scene.js';
import { expectGoodLook, hasChromium, visit } from './visitor.js';

const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#b45309"/></svg>';

describe.skipIf(!hasChromium)('pages that anybody may open', { timeout: 240_000 }, () => {
  let folder: string;

  const scene = setScene(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-logo-'));
    const logo = path.join(folder, 'logo.svg');
    await writeFile(logo, picture);
    return { GATEHOUSE_PRODUCT_NAME: 'Northwind ID', GATEHOUSE_LOGO_FILE: logo };
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('show the product under the name and with the picture that its operator gave it', async () => {
    const visitor = await visit(scene.browser, scene.gatehouse.url);
    const { page, complaints } = visitor;
    await page.goto('/sign-in');
    await heading(page, 'Sign in').waitFor();
    const home = page.getByRole('link', { name: 'Northwind ID, start page' });
    const shown = home.locator('img');
    const isDrawn = `document.querySelector('header img')?.naturalWidth > 0`;
    await expect.poll(() => page.evaluate(isDrawn)).toBe(true);
    expect(await page.title()).toBe('Sign in · Northwind ID');
    expect(await home.innerText()).toBe('Northwind ID');
    await expectGoodLook(page);
    expect(complaints).toEqual([]);
    const { headers } = await fetch(scene.gatehouse.url + String(await shown.getAttribute('src')));
    expect(headers.get('cache-control')).toContain('immutable');
    await visitor.leave();
  });

  it('have authenticator apps show that name', async () => {
    const api = new Api(scene.gatehouse.url);
    const { access } = await api.newPerson('ada@northwind.test');
    const { body } = await api.call('POST', '/auth/2fa/totp/setup', { token: access });
    expect(String(body.otpauthUrl)).toMatch(
      /^otpauth:\/\/totp\/Northwind%20ID:.*issuer=Northwind%20ID/,
    );
  });

  it('call an operation of the API and show its answer, without a complaint of the browser', async () => {
    const visitor = await visit(scene.browser, scene.gatehouse.url);
    const { page, complaints } = visitor;
    // It draws some hundred operations before it answers to anything.
    page.setDefaultTimeout(60_000);
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
