import { spawn } from 'node:child_process';
import { useNode24 } from './node24.mjs';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { at, ROOT } from './steps/project.mjs';
import { exitOf, main } from './steps/step.mjs';

await main(async () => {
  const runtime = await useNode24();
  await install(runtime);
  await build(runtime);
  // The terminal signals the benchmark itself; this waits for its end.
  process.on('SIGINT', () => undefined);
  const { code } = await exitOf(
    spawn(runtime.node, [at('bench', 'main.ts'), ...process.argv.slice(2)], {
      cwd: ROOT,
      env: runtime.environment,
      stdio: 'inherit',
    }),
  );
  return code ?? 1;
});
