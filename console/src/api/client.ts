import { createClient } from '@gatehouse/client';
import { solveInWorker } from './challenge/solve-in-worker';
import { accessToken, renew } from './renewal';
import { stepUp } from './step-up';

/** The console speaks to the server through the same typed client as anybody else. */
export const client = createClient({
  baseUrl: '',
  accessToken,
  onUnauthenticated: renew,
  onReauthenticationRequired: stepUp.ask,
  solveChallenge: solveInWorker,
  newIdempotencyKey: () => crypto.randomUUID(),
});
