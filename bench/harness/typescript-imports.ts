import { registerHooks } from 'node:module';

// The tests' harness names its files as they are called once they are compiled.
registerHooks({
  resolve: (name, context, next) => {
    try {
      return next(name, context);
    } catch (error) {
      if (!/^\.{1,2}\/.*\.js$/.test(name)) throw error;
      return next(name.replace(/\.js$/, '.ts'), context);
    }
  },
});
