import type { Command } from 'commander';
import { loadConfig } from '../../../platform/config/config.js';
import { environment } from '../../../platform/config/environment.js';
import { exitCodes, type OutputOptions, print } from '../outcome.js';

/** `gatehouse doctor` */
export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('Checks what the installation needs; exit code 1 when something is wrong.')
    .action(async (options: OutputOptions) => {
      const { examine } = await import('./examination.js');
      const findings = await examine(loadConfig(environment));
      print(options, { ok: findings.every(({ ok }) => ok), findings }, () =>
        findings
          .map(
            ({ check, ok, message }) => `${ok ? 'ok   ' : 'WRONG'}  ${check.padEnd(14)} ${message}`,
          )
          .join('\n'),
      );
      if (findings.some(({ ok }) => !ok)) process.exitCode = exitCodes.failed;
    });
}
