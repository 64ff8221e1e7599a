import { spawn } from 'node:child_process';
import { useNode24 } from './node24.mjs';
import { at, ROOT } from './steps/project.mjs';
import { exitOf, main } from './steps/step.mjs';

await main(async () => {
  const runtime = await useNode24();
  const entry = at('server', 'dist', 'apps', 'audit-verify.js');
  const { code } = await exitOf(
    spawn(runtime.node, [entry, ...process.argv.slice(2)], {
      cwd: ROOT,
      env: runtime.environment,
      stdio: 'inherit',
    }),
  );
  return code ?? 2;
});
