import { events } from '@gatehouse/contracts/events';
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import type { Database, Queryable } from '../../platform/database/database.js';
import {
  genesisHash,
  hashOf,
  isSigned,
  isSignedCheckpoint,
  keepsCommitment,
} from './audit-chain.js';
import { AuditRepository } from './audit.repository.js';
import type { AuditHead, AuditRow } from './audit.table.js';
import { RetentionRepository } from './retention/retention.repository.js';

export type AuditFault =
  'edited' | 'deleted' | 'truncated' | 'reordered' | 'forged_head' | 'forged_checkpoint';

export type AuditVerdict =
  | { readonly valid: true; readonly entries: number; readonly hash: string }
  | {
      readonly valid: false;
      /** First sequence that is not as it was written. */
      readonly sequence: number;
      readonly fault: AuditFault;
      readonly reason: string;
    };

export interface VerifyOptions {
  /** Rows held in memory at a time. */
  readonly pageSize?: number;
  readonly onProgress?: (entries: number) => void;
  /** An end of the chain that was noted down before: the chain must still contain it. */
  readonly noted?: { readonly sequence: number; readonly hash: string };
}

interface Link {
  readonly sequence: number;
  readonly hash: string;
}

const broken = (sequence: number, fault: AuditFault, reason: string): AuditVerdict => ({
  valid: false,
  sequence,
  fault,
  reason,
});

/** Reads the whole chain, as of one moment, and tells the first entry that was tampered with. */
export async function verifyAuditChain(
  database: Database,
  keys: KeyRing,
  options: VerifyOptions = {},
): Promise<AuditVerdict> {
  return database.connection.transaction((tx) => verify(tx, keys, options), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

async function verify(
  queryable: Queryable,
  keys: KeyRing,
  { pageSize = 1000, onProgress, noted }: VerifyOptions,
): Promise<AuditVerdict> {
  const repository = new AuditRepository();
  const head = await repository.findHead(queryable);
  const checkpoint = await new RetentionRepository().find(queryable);
  if (checkpoint && !isSignedCheckpoint(keys, checkpoint)) {
    const reason = 'the beginning of the chain is not signed by a known key';
    return broken(checkpoint.sequence + 1, 'forged_checkpoint', reason);
  }
  let last: Link = checkpoint ?? { sequence: 0, hash: genesisHash };
  const told = new Erasures(checkpoint?.erased ?? []);
  for (;;) {
    const rows = await repository.readAfter(queryable, last.sequence, pageSize);
    for (const row of rows) {
      const fault = faultOf(row, last) ?? contradiction(row, noted);
      if (fault) return fault;
      told.note(row);
      last = row;
    }
    onProgress?.(last.sequence);
    if (rows.length < pageSize) return told.unfounded() ?? verdictOfEnd(last, head, keys, noted);
  }
}

const erasures: readonly string[] = [events.userErased.type, events.organizationErased.type];

/** Entries may lack their personal data where the chain tells of that person's or organization's erasure. */
class Erasures {
  /** The first entry that each person's erasure took something from. */
  private readonly claimed = new Map<string, number>();
  private readonly told: Set<string>;

  /** @param told of before the chain begins. */
  constructor(told: readonly string[]) {
    this.told = new Set(told);
  }

  note(row: AuditRow): void {
    if (erasures.includes(row.action) && row.resourceId !== null) this.told.add(row.resourceId);
    if (row.erasedFor !== null && !this.claimed.has(row.erasedFor))
      this.claimed.set(row.erasedFor, row.sequence);
  }

  unfounded(): AuditVerdict | null {
    const found = [...this.claimed].find(([userId]) => !this.told.has(userId));
    if (!found) return null;
    const [userId, sequence] = found;
    const reason = `entry ${sequence} was emptied for ${userId}, of whose erasure nothing is told`;
    return broken(sequence, 'edited', reason);
  }
}

function faultOf(row: AuditRow, last: Link): AuditVerdict | null {
  const expected = last.sequence + 1;
  if (row.sequence !== expected)
    return broken(expected, 'deleted', `entry ${expected} is missing; the next is ${row.sequence}`);
  const isWhole = hashOf(row) === row.hash && keepsCommitment(row);
  const continues = row.previousHash === last.hash;
  if (isWhole && continues) return null;
  if (!isWhole && !continues)
    return broken(row.sequence, 'reordered', `entry ${row.sequence} was written for another place`);
  if (!isWhole)
    return broken(row.sequence, 'edited', `entry ${row.sequence} does not match its hash`);
  // A whole row that does not continue the one before: that one was edited together with its hash.
  return broken(
    Math.max(last.sequence, 1),
    'edited',
    `entry ${row.sequence} does not continue entry ${last.sequence}: one was written anew`,
  );
}

function contradiction(row: AuditRow, noted: Link | undefined): AuditVerdict | null {
  if (row.sequence !== noted?.sequence || row.hash === noted.hash) return null;
  return broken(row.sequence, 'edited', `entry ${row.sequence} had another hash when it was noted`);
}

function verdictOfEnd(
  last: Link,
  head: AuditHead | null,
  keys: KeyRing,
  noted: Link | undefined,
): AuditVerdict {
  const { sequence, hash } = last;
  const known = Math.max(head?.sequence ?? 0, noted?.sequence ?? 0);
  if (sequence < known)
    return broken(sequence + 1, 'truncated', `the chain ends at ${sequence} and ended at ${known}`);
  if (!head) return broken(sequence, 'forged_head', 'the record of the end of the chain is gone');
  if (head.sequence < sequence)
    return broken(head.sequence + 1, 'forged_head', `the chain should end at ${head.sequence}`);
  if (head.hash !== hash)
    return broken(sequence, 'edited', `entry ${sequence} was written anew: the end is another`);
  if (sequence > 0 && !isSigned(keys, head))
    return broken(sequence, 'forged_head', 'the end of the chain is not signed by a known key');
  return { valid: true, entries: sequence, hash };
}
