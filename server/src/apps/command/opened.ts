import type { Services } from './services.js';

/**
 * Does something with the services of the product, over the database of the installation, whether
 * or not a server runs on it. Nothing of the server itself begins: no port, no jobs, no relay. What
 * is left to jobs is done by the next server that runs. The product is loaded when it is needed, so
 * that help and wrong usage are told at once.
 */
export async function withServices<T>(work: (services: Services) => Promise<T>): Promise<T> {
  const { openServices } = await import('./services.js');
  return openServices(work);
}
