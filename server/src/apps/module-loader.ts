import { registerHooks, type ResolveFnOutput } from 'node:module';

/** What an import of a package was resolved to: the same, whichever of these files imports it. */
const resolved = new Map<string, ResolveFnOutput>();

// Of the compiled product; tests run its sources.
const compiled = import.meta.url.endsWith('.js')
  ? ['../', '../../../contracts/dist/'].map((path) => new URL(path, import.meta.url).href)
  : [];

const isOurs = (file: string): boolean => compiled.some((folder) => file.startsWith(folder));

/**
 * For each import of a module, however often it was imported before, Node looks for the file, asks
 * for its real path and reads the package.json above it: a tenth of what a start costs. In our own
 * modules, and in drizzle-orm, whose package.json of 179 KB cost 0.6 s and 300 MB, an import from
 * beside goes straight to its file, and a package is resolved once. This must be imported before
 * what it is for.
 */
registerHooks({
  resolve(specifier, context, next) {
    const parent = context.parentURL ?? '';
    const ours = isOurs(parent);
    if (specifier.startsWith('.')) {
      if (!specifier.endsWith('.js') || !(ours || parent.includes('/node_modules/drizzle-orm/')))
        return next(specifier, context);
      return { url: new URL(specifier, parent).href, format: 'module', shortCircuit: true };
    }
    if (!ours && !/^drizzle-orm(?:\/|$)/.test(specifier)) return next(specifier, context);
    const found = resolved.get(specifier) ?? { ...next(specifier, context), shortCircuit: true };
    resolved.set(specifier, found);
    return found;
  },
});
