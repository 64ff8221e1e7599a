import { createHash, createHmac } from 'node:crypto';
import { equalSecrets } from '../../kernel/secret.js';
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import type { AuditHead, AuditRow } from './audit.table.js';

/** What the first entry continues. */
export const genesisHash = '0'.repeat(64);

/** JSON with sorted keys and no spaces (as RFC 8785): one text for one value. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The hash of an entry: over all its columns and the hash before it. The details go in by their own
 * hash, so that erasing personal data (C43) can leave that behind and the chain intact.
 */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  const { details, occurredAt, ...rest } = row;
  const told = {
    sequence: rest.sequence,
    id: rest.id,
    action: rest.action,
    actorId: rest.actorId,
    organizationId: rest.organizationId,
    resourceType: rest.resourceType,
    resourceId: rest.resourceId,
    details: sha256(canonical(details)),
    ipAddress: rest.ipAddress,
    requestId: rest.requestId,
    occurredAt: occurredAt.toISOString(),
    previousHash: rest.previousHash,
  };
  return sha256(canonical(told));
}

type Tip = Pick<AuditHead, 'sequence' | 'hash'>;

/** Signs the end of the chain: whoever can write the database alone cannot move it. */
export function signHead(keys: KeyRing, tip: Tip): string {
  return `${keys.currentId}:${macOf(keys, keys.currentId, tip)}`;
}

/** Whether one of the installation's keys signed this end of the chain. */
export function isSigned(keys: KeyRing, { signature, ...tip }: AuditHead): boolean {
  const [id = '', mac = ''] = signature?.split(':') ?? [];
  return keys.ids.includes(id) && equalSecrets(mac, macOf(keys, id, tip));
}

const macOf = (keys: KeyRing, id: string, { sequence, hash }: Tip): string =>
  createHmac('sha256', keys.derive('audit-head', id)).update(`${sequence}:${hash}`).digest('hex');
