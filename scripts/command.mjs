import { spawn } from 'node:child_process';
import { useNode24 } from './node24.mjs';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { at, ROOT } from './steps/project.mjs';
import { exitOf, main } from './steps/step.mjs';

// Runs one of the programs in server/src/apps beside the server: node scripts/command.mjs NAME ...
await main(async () => {
  const [name, ...options] = process.argv.slice(2);
  const runtime = await useNode24();
  await install(runtime);
  await build(runtime);
  const { code } = await exitOf(
    spawn(runtime.node, [at('server', 'dist', 'apps', `${name}.js`), ...options], {
      cwd: ROOT,
      env: runtime.environment,
      stdio: 'inherit',
    }),
  );
  return code ?? 2;
});
