import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Config, ConfigError } from '../../config/config.js';

/** A picture of the product, and where it is served. */
export interface BrandLogo {
  /** Holds a hash of the picture, so that browsers may keep it for good. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface Branding {
  readonly name: string;
  /** Null: the console's own. */
  readonly logo: BrandLogo | null;
}

const largest = 256 * 1024;

/** By how the content begins: a file's name says nothing certain. */
const kinds: readonly Readonly<{
  extension: string;
  type: string;
  matches: (start: string) => boolean;
}>[] = [
  {
    extension: 'png',
    type: 'image/png',
    matches: (start) => start.startsWith('\x89PNG\r\n\x1a\n'),
  },
  {
    extension: 'webp',
    type: 'image/webp',
    matches: (start) => start.startsWith('RIFF') && start.startsWith('WEBP', 8),
  },
  {
    extension: 'svg',
    type: 'image/svg+xml',
    matches: (start) => /^\s*(?:<\?xml[^]*?\?>\s*)?(?:<!--[^]*?-->\s*)*<svg[\s/>]/.test(start),
  },
];

/** How the product shows itself. @throws ConfigError when the logo is no picture that browsers show. */
export const brandingOf = (
  config: Pick<Config, 'GATEHOUSE_PRODUCT_NAME' | 'GATEHOUSE_LOGO_FILE'>,
): Branding => ({
  name: config.GATEHOUSE_PRODUCT_NAME,
  logo: config.GATEHOUSE_LOGO_FILE === undefined ? null : readLogo(config.GATEHOUSE_LOGO_FILE),
});

function readLogo(file: string): BrandLogo {
  const bytes = read(file);
  const start = bytes.subarray(0, 4096).toString('latin1');
  const kind = kinds.find(({ matches }) => matches(start));
  if (!kind || bytes.length > largest)
    throw new ConfigError(
      `GATEHOUSE_LOGO_FILE must be SVG, PNG or WebP of at most 256 KB: ${file}`,
    );
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { path: `/branding/logo-${hash}.${kind.extension}`, type: kind.type, bytes };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new ConfigError(`GATEHOUSE_LOGO_FILE cannot be read: ${file}`);
  }
}

/** The console's page with the product's name and picture in its head, where the console looks for them. */
export function brandPage(page: string, { name, logo }: Branding): string {
  const named = page
    .replace('<title>Gatehouse</title>', `<title>${name}</title>`)
    .replace(
      'name="application-name" content="Gatehouse"',
      `name="application-name" content="${name}"`,
    )
    .replace('<noscript>Gatehouse ', `<noscript>${name} `);
  if (logo === null) return named;
  return named
    .replace('href="/favicon.svg" type="image/svg+xml"', `href="${logo.path}" type="${logo.type}"`)
    .replace(
      'name="application-logo" content=""',
      `name="application-logo" content="${logo.path}"`,
    );
}
