/** Where a range of IPv4 addresses is, for a database of places that a test makes. */
export interface KnownPlace {
  readonly network: readonly [number, number, number, number];
  readonly bits: number;
  readonly latitude?: number;
  readonly longitude?: number;
  /** Its code and its name. */
  readonly country?: readonly [string, string];
  readonly city?: string;
}

type Value =
  string | { readonly double: number } | { readonly uint: number } | { [key: string]: Value };
/** A node of the search tree: what follows each bit. */
type Node = [Node | Buffer | null, Node | Buffer | null];

const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);

const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(9);
  bytes[0] = (3 << 5) | 8;
  bytes.writeDoubleBE(value, 1);
  return bytes;
};
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(5);
  bytes[0] = (6 << 5) | 4;
  bytes.writeUInt32BE(value, 1);
  return bytes;
};
const isDouble = (value: object): value is { double: number } => 'double' in value;
const isUint = (value: object): value is { uint: number } => 'uint' in value;

function encode(value: Value): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([Buffer.from([(2 << 5) | value.length]), Buffer.from(value)]);
  if (isDouble(value)) return double(value.double);
  if (isUint(value)) return uint32(value.uint);
  const entries = Object.entries(value).flatMap(([key, entry]) => [
    encode(key),
    encode(entry as Value),
  ]);
  return Buffer.concat([Buffer.from([(7 << 5) | (entries.length / 2)]), ...entries]);
}

const entryOf = ({ latitude, longitude, country, city }: KnownPlace): Value => ({
  ...(latitude === undefined || longitude === undefined
    ? {}
    : { location: { latitude: { double: latitude }, longitude: { double: longitude } } }),
  ...(country ? { country: { iso_code: country[0], names: { en: country[1] } } } : {}),
  ...(city === undefined ? {} : { city: { names: { en: city } } }),
});

function insert(root: Node, place: KnownPlace): void {
  const { network, bits } = place;
  const data = encode(entryOf(place));
  let node = root;
  for (let bit = 0; bit < bits; bit += 1) {
    const side = ((network[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1;
    if (bit === bits - 1) node[side] = data;
    else {
      const next = node[side];
      const below: Node = Array.isArray(next) ? next : [null, null];
      node[side] = below;
      node = below;
    }
  }
}

/** A database of places in MaxMind's format (MMDB 2.0), of IPv4 and without optional parts. */
export function mmdbOf(places: readonly KnownPlace[]): Buffer {
  const root: Node = [null, null];
  for (const place of places) insert(root, place);
  const nodes: Node[] = [root];
  for (let index = 0; index < nodes.length; index += 1)
    for (const next of nodes[index] ?? []) if (Array.isArray(next)) nodes.push(next);
  const data: Buffer[] = [];
  const tree = Buffer.alloc(nodes.length * 6);
  const pointer = (next: Node[number]): number => {
    if (next === null) return nodes.length;
    if (Array.isArray(next)) return nodes.indexOf(next);
    const offset = data.reduce((sum, { length }) => sum + length, 0);
    data.push(next);
    return nodes.length + 16 + offset;
  };
  for (const [index, [left, right]] of nodes.entries()) {
    tree.writeUIntBE(pointer(left), index * 6, 3);
    tree.writeUIntBE(pointer(right), index * 6 + 3, 3);
  }
  const metadata = encode({
    node_count: { uint: nodes.length },
    record_size: { uint: 24 },
    ip_version: { uint: 4 },
    database_type: 'Test-City',
    binary_format_major_version: { uint: 2 },
    binary_format_minor_version: { uint: 0 },
    build_epoch: { uint: 1_700_000_000 },
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, metadata]);
}
