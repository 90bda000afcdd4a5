import { VitrineError } from '../errors.js';

/** What `vitrine inspect` tells of a file of a model. */
export interface ModelInspection {
  readonly kind: 'model core' | 'model shard';
  readonly format: number;
  readonly size: number;
  readonly items: number;
  /** Of a core: the items of each shard. */
  readonly shards?: readonly number[];
  /** Of a shard. */
  readonly number?: number;
  /** Items that go together. */
  readonly pairs: { readonly similar: number; readonly together: number };
  readonly sections: readonly { id: number; name: string; offset: number; size: number }[];
}

// As runtime/FORMAT.md draws them.
const MAGIC = 0x4c525456;
const KINDS: Readonly<Record<number, ModelInspection['kind']>> = { 2: 'model core', 3: 'model shard' };
const SECTIONS = ['part', 'ids', 'names', 'products', 'similar', 'together'];
const HEADER_BYTES = 24;
const ENTRY_BYTES = 8;
const IDENTITY_BYTES = 8;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether the header is that of a core or a shard. */
export function isModelFile(bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  return bytes.length >= HEADER_BYTES && view.getUint32(0, true) === MAGIC && view.getUint16(6, true) in KINDS;
}

/** Describes a file of which `isModelFile` holds. It is looked at, not checked. */
export function inspectModel(bytes: Uint8Array): ModelInspection {
  try {
    return describe(viewOf(bytes));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new VitrineError('model', 'the file is damaged: it ends too early.');
  }
}

function describe(view: DataView): ModelInspection {
  const kind = KINDS[view.getUint16(6, true)] as ModelInspection['kind'];
  let offset = HEADER_BYTES + SECTIONS.length * ENTRY_BYTES;
  const sections = SECTIONS.map((name, i) => {
    const entry = HEADER_BYTES + i * ENTRY_BYTES;
    const section = { id: view.getUint32(entry, true), name, offset, size: view.getUint32(entry + 4, true) };
    offset += section.size;
    return section;
  });
  const [part, ids, similar, together] = [0, 1, 4, 5].map((i) => varints(view, sections[i]?.offset ?? 0)) as [
    Varints,
    Varints,
    Varints,
    Varints,
  ];
  part.skip(IDENTITY_BYTES);
  return {
    kind,
    format: view.getUint16(4, true),
    size: view.byteLength,
    items: ids.next(),
    ...(kind === 'model core' ? { shards: part.list() } : { number: part.next() }),
    pairs: { similar: sum(similar.list()), together: sum(together.list()) },
    sections,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

interface Varints {
  next(): number;
  /** A count, then as many numbers. */
  list(): number[];
  skip(bytes: number): void;
}

function varints(view: DataView, at: number): Varints {
  function next(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = view.getUint8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  return { next, list: () => Array.from({ length: next() }, next), skip: (bytes) => void (at += bytes) };
}
