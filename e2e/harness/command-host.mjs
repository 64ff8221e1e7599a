// Runs commands one after the other in one process, as `apps/command.ts` runs a single one.
import 'reflect-metadata';
import '../../server/dist/apps/module-loader.js';

const { run } = await import('../../server/dist/apps/command/program.js');

const answer = async (words) => {
  const said = { out: '', err: '' };
  process.stdout.write = (chunk) => Boolean((said.out += chunk));
  process.stderr.write = (chunk) => Boolean((said.err += chunk));
  process.exitCode = undefined;
  const code = await run(words);
  process.send({ code, ...said });
};
process.on('message', (words) => void answer(words));
process.send('ready');
