import { createHmac, hash } from 'node:crypto';
import { equalSecrets, newToken } from '../../kernel/secret.js';
import type { KeyRing } from '../../platform/crypto/key-ring.js';
import type { AuditCheckpoint, AuditHead, AuditRow } from './audit.table.js';

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

const sha256 = (text: string): string => hash('sha256', text);

/** What stands in for personal data in an entry's hash; without the salt nobody can guess it back. */
const digestOf = (salt: string, value: unknown): string => sha256(`${salt}:${canonical(value)}`);

/** The columns by which details and address can be proved while they are there, and missed later (C43). */
export function commitmentOf({
  details,
  ...origin
}: Pick<AuditRow, 'details' | 'ipAddress' | 'userAgent'>) {
  const [detailsSalt, addressSalt] = [newToken(), newToken()];
  return {
    form: 3,
    detailsSalt,
    detailsDigest: digestOf(detailsSalt, details),
    addressSalt,
    addressDigest: digestOf(addressSalt, originOf({ form: 3, ...origin })),
    erasedFor: null,
  };
}

/** What the digest of the address stands for: where somebody was, and since form 3 with what. */
const originOf = ({
  form,
  ipAddress,
  userAgent,
}: Pick<AuditRow, 'form' | 'ipAddress' | 'userAgent'>): unknown =>
  form === 2 ? ipAddress : { ipAddress, userAgent };

/** The hash of an entry: over all its columns, personal data by their digests, and the hash before it. */
export function hashOf(row: Omit<AuditRow, 'hash'>): string {
  return sha256(
    canonical({
      sequence: row.sequence,
      id: row.id,
      action: row.action,
      actorId: row.actorId,
      organizationId: row.organizationId,
      resourceType: row.resourceType,
      resourceId: row.resourceId,
      ...personalPart(row),
      requestId: row.requestId,
      ...envelopePart(row),
      occurredAt: row.occurredAt.toISOString(),
      previousHash: row.previousHash,
    }),
  );
}

const personalPart = (row: Omit<AuditRow, 'hash'>) =>
  row.form === 1
    ? { details: sha256(canonical(row.details)), ipAddress: row.ipAddress }
    : { form: row.form, details: row.detailsDigest, address: row.addressDigest };

/** Older entries keep their hash. */
const envelopePart = (row: Omit<AuditRow, 'hash'>) =>
  row.form < 3
    ? {}
    : {
        impersonatorId: row.impersonatorId,
        traceId: row.traceId,
        source: row.source,
        version: row.version,
      };

/**
 * Whether details and address are those that the digests were made of, or were erased in the name
 * of somebody. Whether that person was erased, the rest of the chain tells.
 */
export function keepsCommitment(row: AuditRow): boolean {
  if (row.form < 3 && !isBare(row)) return false;
  if (row.form === 1) return row.erasedFor === null;
  const details =
    row.detailsSalt === null
      ? row.erasedFor !== null && canonical(row.details) === '{}'
      : digestOf(row.detailsSalt, row.details) === row.detailsDigest;
  const address =
    row.addressSalt === null
      ? row.erasedFor !== null && row.ipAddress === null && row.userAgent === null
      : digestOf(row.addressSalt, originOf(row)) === row.addressDigest;
  return details && address;
}

/** Of an entry from before form 3, that nobody wrote into columns that its hash does not cover. */
const isBare = ({ impersonatorId, userAgent, traceId, source, version }: AuditRow): boolean =>
  [impersonatorId, userAgent, traceId, source, version].every((value) => value === null);

type Tip = Pick<AuditHead, 'sequence' | 'hash'>;

/** Signs the end of the chain: whoever can write the database alone cannot move it. */
export function signHead(keys: KeyRing, tip: Tip): string {
  return sign(keys, tipForm(tip));
}

/** Whether one of the installation's keys signed this end of the chain. */
export const isSigned = (keys: KeyRing, { signature, ...tip }: AuditHead): boolean =>
  isOurs(keys, signature, tipForm(tip));

/** Signs the beginning of the chain; it is never taken for an end, nor an end for it. */
export const signCheckpoint = (keys: KeyRing, begin: Omit<AuditCheckpoint, 'signature'>): string =>
  sign(keys, checkpointForm(begin));

/** Whether one of the installation's keys signed this beginning of the chain. */
export const isSignedCheckpoint = (
  keys: KeyRing,
  { signature, ...begin }: AuditCheckpoint,
): boolean => isOurs(keys, signature, checkpointForm(begin));

const tipForm = ({ sequence, hash }: Tip): string => `${sequence}:${hash}`;
const checkpointForm = ({ sequence, hash, erased }: Omit<AuditCheckpoint, 'signature'>): string =>
  `checkpoint:${sequence}:${hash}:${erased.join(',')}`;

const sign = (keys: KeyRing, text: string): string =>
  `${keys.currentId}:${macOf(keys, keys.currentId, text)}`;

function isOurs(keys: KeyRing, signature: string | null, text: string): boolean {
  const [id = '', mac = ''] = signature?.split(':') ?? [];
  return keys.ids.includes(id) && equalSecrets(mac, macOf(keys, id, text));
}

const macOf = (keys: KeyRing, id: string, text: string): string =>
  createHmac('sha256', keys.derive('audit-head', id)).update(text).digest('hex');
