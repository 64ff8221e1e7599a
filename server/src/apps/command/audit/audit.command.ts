import type { Command } from 'commander';
import type { AuditVerdict } from '../../../modules/audit/audit-verifier.js';
import { exitCodes, type OutputOptions, print, WrongUsage } from '../outcome.js';

/** `gatehouse audit verify` */
export function addAudit(program: Command): void {
  program
    .command('audit')
    .description('The audit trail.')
    .command('verify')
    .description('Says whether the audit trail is as it was written; exit code 1 when it is not.')
    .option(
      '--noted <SEQUENCE:HASH>',
      'an end of the trail that was printed before, which it must still contain',
    )
    .action(async (options: OutputOptions & { noted?: string }) => {
      const noted = options.noted === undefined ? {} : { noted: parseNoted(options.noted) };
      const { verifyAudit } = await import('./audit-verification.js');
      const verdict = await verifyAudit(noted);
      print(options, verdict, sentence);
      if (!verdict.valid) process.exitCode = exitCodes.failed;
    });
}

function parseNoted(text: string): { sequence: number; hash: string } {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new WrongUsage('--noted must look like 42:HASH, as printed by an earlier run.');
  return { sequence: Number(sequence), hash };
}

function sentence(verdict: AuditVerdict): string {
  if (verdict.valid)
    return `The audit trail is whole: ${verdict.entries} entries. Its end, to note down: ${verdict.entries}:${verdict.hash}`;
  return `The audit trail was changed, first at entry ${verdict.sequence} (${verdict.fault}): ${verdict.reason}.`;
}
