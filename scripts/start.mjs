import { useNode24 } from './node24.mjs';
import { build } from './steps/build.mjs';
import { install } from './steps/install.mjs';
import { at } from './steps/project.mjs';
import { main } from './steps/step.mjs';
import { supervise } from './steps/supervise.mjs';

await main(async () => {
  const runtime = await useNode24();
  await install(runtime);
  await build(runtime);
  const follow = new URL('steps/follow-parent.mjs', import.meta.url).href;
  return supervise(
    [
      runtime.node,
      '--enable-source-maps',
      // The default lets short-lived garbage pile up to some 100 MB before it is looked at.
      '--max-semi-space-size=8',
      `--import=${follow}`,
      at('server', 'dist', 'main.js'),
      ...process.argv.slice(2),
    ],
    runtime.environment,
  );
});
