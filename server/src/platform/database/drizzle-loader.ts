import { registerHooks, type ResolveFnOutput } from 'node:module';

/** What an import of the package from outside was resolved to: the same, whoever imports it. */
const resolved = new Map<string, ResolveFnOutput>();

/**
 * Node reads the package.json of a package again for every import of it, and for every relative
 * import inside it; drizzle-orm has one of 179 KB and is imported hundreds of times, which cost
 * 300 MB and 0.6 s at the start. This resolves each import of the package once, and those inside it
 * straight to their file. It must be imported before drizzle-orm is.
 */
registerHooks({
  resolve(specifier, context, next) {
    if (/^drizzle-orm(?:\/|$)/.test(specifier)) {
      const found = resolved.get(specifier) ?? { ...next(specifier, context), shortCircuit: true };
      resolved.set(specifier, found);
      return found;
    }
    const within = context.parentURL?.includes('/node_modules/drizzle-orm/') ?? false;
    if (!within || !specifier.startsWith('.')) return next(specifier, context);
    return {
      url: new URL(specifier, context.parentURL).href,
      format: 'module',
      shortCircuit: true,
    };
  },
});
