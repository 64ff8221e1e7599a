import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../config/config.js';
import { brandingOf, brandPage } from './branding.js';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-branding-'));
const logoOf = (content: string | Buffer) => {
  const file = join(folder, 'logo');
  writeFileSync(file, content);
  return brandingOf(loadConfig({ GATEHOUSE_LOGO_FILE: file })).logo;
};

describe('the logo', () => {
  it('is known by its content, whatever its file is called', () => {
    expect(logoOf('<?xml version="1.0"?>\n<!-- drawn -->\n<svg viewBox="0 0 1 1"/>')).toMatchObject(
      {
        path: expect.stringMatching(/^\/branding\/logo-[0-9a-f]{16}\.svg$/),
        type: 'image/svg+xml',
      },
    );
    expect(logoOf(Buffer.from('89504e470d0a1a0a00', 'hex'))?.type).toBe('image/png');
    expect(logoOf(Buffer.from('524946460000000057454250', 'hex'))?.type).toBe('image/webp');
  });

  it('has another address when it is another picture', () => {
    expect(logoOf('<svg/>')?.path).not.toBe(logoOf('<svg />')?.path);
  });

  it.each([
    ['no picture', '<!doctype html><svg>'],
    ['too large', `<svg>${' '.repeat(256 * 1024)}</svg>`],
    ['empty', ''],
  ])('is refused when it is %s', (_, content) => {
    expect(() => logoOf(content)).toThrow('GATEHOUSE_LOGO_FILE must be SVG, PNG or WebP');
  });

  it('that is not there is told of', () => {
    const config = loadConfig({ GATEHOUSE_LOGO_FILE: join(folder, 'none') });
    expect(() => brandingOf(config)).toThrow('GATEHOUSE_LOGO_FILE cannot be read');
  });
});

it('puts name and logo where the console looks for them', () => {
  const page = `<meta name="application-name" content="Gatehouse" />
    <meta name="application-logo" content="" />
    <title>Gatehouse</title><link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <noscript>Gatehouse needs JavaScript.</noscript>`;
  const logo = { path: '/branding/logo-1.png', type: 'image/png', bytes: Buffer.of() };
  const branded = brandPage(page, { name: 'Example', logo });
  expect(branded).not.toMatch(/Gatehouse|favicon/);
  expect(branded).toContain('<link rel="icon" href="/branding/logo-1.png" type="image/png" />');
  expect(brandPage(page, { name: 'Gatehouse', logo: null })).toBe(page);
});

it.each(['<b>', 'a"b', 'a&b', ' ', 'x'.repeat(41), 'a\nb'])(
  'a name such as %j is refused',
  (name) => {
    expect(() => loadConfig({ GATEHOUSE_PRODUCT_NAME: name })).toThrow('GATEHOUSE_PRODUCT_NAME');
  },
);
