import { registerHooks } from 'node:module';

/**
 * Node reads the package.json of a package again for every relative import inside it; drizzle-orm
 * has one of 179 KB and hundreds of such imports, which cost 240 MB and 0.3 s at the start. This
 * resolves them straight to their file. It must be imported before drizzle-orm is.
 */
registerHooks({
  resolve(specifier, context, next) {
    const within = context.parentURL?.includes('/node_modules/drizzle-orm/') ?? false;
    if (!within || !specifier.startsWith('.')) return next(specifier, context);
    return {
      url: new URL(specifier, context.parentURL).href,
      format: 'module',
      shortCircuit: true,
    };
  },
});
