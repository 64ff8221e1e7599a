import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet, { type HelmetOptions } from 'helmet';
import type { Config } from '../config/config.js';

export type Headers = Readonly<Record<string, string>>;

export interface SecurityHeaders {
  readonly page: Headers;
  readonly api: Headers;
}

/**
 * The security headers of answers: those of a page in full, and for an API's answer the ones that
 * mean something to what is no page (OWASP REST security). Helmet is asked once and not for every
 * request: its answer depends on the configuration alone.
 */
export const securityHeadersOf = (config: Config): SecurityHeaders => ({
  page: headersBy(pageOptions(config)),
  api: headersBy(apiOptions(config)),
});

function headersBy(options: HelmetOptions): Headers {
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  const response = {
    setHeader: (name: string, value: string) => (headers[name.toLowerCase()] = value),
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, response as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return headers;
}

const overTls = (config: Config): boolean => config.publicUrl.startsWith('https://');

const always = (config: Config) => ({
  strictTransportSecurity: overTls(config) && { maxAge: 31_536_000, includeSubDomains: true },
  xFrameOptions: { action: 'deny' as const },
});

function pageOptions(config: Config): HelmetOptions {
  return {
    ...always(config),
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        objectSrc: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        ...(overTls(config) ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  };
}

function apiOptions(config: Config): HelmetOptions {
  return {
    ...always(config),
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    referrerPolicy: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    xXssProtection: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
  };
}
