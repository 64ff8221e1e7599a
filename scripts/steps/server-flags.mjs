/** How Node runs the product. */
export const SERVER_FLAGS = [
  // The default lets short-lived garbage pile up to some 100 MB before it is looked at.
  '--max-semi-space-size=8',
  // For the sweep after the start (server/src/apps/run.ts).
  '--expose-gc',
];

/** In what environment, where whoever starts it says nothing else. */
export const SERVER_ENVIRONMENT = {
  // glibc keeps a heap of its own for each of some twenty threads, and of each what it once held:
  // 15 MB more after minutes of load. Other C libraries know nothing of it.
  MALLOC_ARENA_MAX: '2',
};
