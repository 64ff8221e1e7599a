import { useNode24 } from './node24.mjs';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { at } from './steps/project.mjs';
import { main } from './steps/step.mjs';
import { SERVER_ENVIRONMENT, SERVER_FLAGS } from './steps/server-flags.mjs';
import { supervise } from './steps/supervise.mjs';

await main(async () => {
  const runtime = await useNode24();
  await install(runtime);
  await build(runtime);
  const follow = new URL('steps/follow-parent.mjs', import.meta.url).href;
  return supervise(
    [
      runtime.node,
      ...SERVER_FLAGS,
      `--import=${follow}`,
      at('server', 'dist', 'main.js'),
      ...process.argv.slice(2),
    ],
    { ...SERVER_ENVIRONMENT, ...runtime.environment },
  );
});
