import { type CustomFetch, type CustomFetchOptions, ResponseBodyError } from 'openid-client';
import { AppError } from '../../../../kernel/error.js';
import type { RepeatedWarnings } from '../../../../platform/telemetry/warnings/repeated-warnings.js';

/** Longest wait for one answer of a provider, in seconds. */
export const providerTimeout = 10;

/** Of which provider something is asked, and what it means when it goes wrong. */
export interface ProviderWork {
  readonly provider: string;
  readonly warnings: RepeatedWarnings;
  readonly failure: 'provider_unavailable' | 'provider_sign_in_failed';
}

/** Fetches from a provider. @throws AppError `provider_unavailable` when it is down, slow or too busy. */
export const fetchFromProvider: CustomFetch = async (url: string, options: CustomFetchOptions) => {
  const response = await fetch(url, options as RequestInit).catch((error: unknown) => {
    throw new AppError('provider_unavailable', { cause: error });
  });
  if (response.status >= 500 || response.status === 429) throw new AppError('provider_unavailable');
  return response;
};

/**
 * Turns whatever went wrong between us and a provider into one error, or `provider_unavailable`.
 * What the library found out is logged by its code alone: its causes hold tokens.
 */
export async function withProvider<T>(
  { provider, warnings, failure }: ProviderWork,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const unavailable = causesOf(error).find((cause) => cause instanceof AppError);
    const reason = codeOf(unavailable ? unavailable.cause : error);
    warnings.warn('A provider did not vouch for a sign-in', { provider, reason });
    throw unavailable ?? new AppError(failure);
  }
}

/** An error and what led to it. */
function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

function codeOf(error: unknown): string {
  if (error instanceof ResponseBodyError) return error.error;
  if (!(error instanceof Error)) return 'unavailable';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
