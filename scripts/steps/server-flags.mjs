/** How Node runs the product. */
export const SERVER_FLAGS = [
  // The default lets short-lived garbage pile up to some 100 MB before it is looked at.
  '--max-semi-space-size=8',
  // For the sweep after the start (server/src/apps/run.ts).
  '--expose-gc',
];
