import { createHook } from 'node:async_hooks';

/**
 * Gives back what starting took and nothing needs any more, some tens of megabytes: a process that
 * idles would hold it for hours. It takes a tenth of a second, and Node's `--expose-gc`.
 */
export function sweep(): void {
  keepShapeOfTicks();
  void globalThis.gc?.({ type: 'major', execution: 'async', flavor: 'last-resort' });
}

const held = new Set<object>();

/**
 * Holds one of the objects that Node makes at each `process.nextTick`, several a request. When a
 * collection finds none of them, V8 forgets their shape, and then makes them the slow way for as
 * long as the process lives: 2 of the 30 microseconds that a short request takes.
 */
function keepShapeOfTicks(): void {
  const hook = createHook({
    init: (_id, type, _trigger, resource) => {
      if (type === 'TickObject') held.add(resource);
    },
  });
  hook.enable();
  process.nextTick(() => undefined);
  hook.disable();
}
