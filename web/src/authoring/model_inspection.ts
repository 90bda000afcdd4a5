import { read } from '../bundle.js';
import { Status } from '../core/abi.js';
import { type Core, createCore } from '../core/core.js';
import { VitrineError, refusal } from '../errors.js';
import { PAGE_ITEMS } from './model.js';

/** What `vitrine inspect` tells of a file of a model. */
export interface ModelInspection {
  readonly kind: 'model core' | 'model shard' | 'model look-up page';
  readonly format: number;
  readonly size: number;
  /** Of a core: what the model has. */
  readonly counts?: Readonly<Record<'items' | 'look-up pages' | 'shards' | 'display pages', number>>;
}

// As runtime/FORMAT.md draws them.
const MAGIC = 0x4c525456;
const KINDS: readonly (ModelInspection['kind'] | undefined)[] = [
  undefined,
  undefined,
  'model core',
  'model shard',
  'model look-up page',
];
const HEADER_BYTES = 24;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const kindOf = (bytes: Uint8Array): ModelInspection['kind'] | undefined => KINDS[viewOf(bytes).getUint16(6, true)];

/** Whether the header is that of a file of a model. */
export const isModelFile = (bytes: Uint8Array): boolean =>
  bytes.length >= HEADER_BYTES && viewOf(bytes).getUint32(0, true) === MAGIC && kindOf(bytes) !== undefined;

/** The reader of the pages. */
export async function modelReader(): Promise<Core> {
  const wasm = await read(new URL('vitrine.wasm', import.meta.url), 'wasm-missing');
  return createCore((await WebAssembly.instantiate(wasm, {})).instance);
}

/** Describes a file of which `isModelFile` holds. Only a core tells more than its header. */
export async function inspectModel(bytes: Uint8Array): Promise<ModelInspection> {
  const kind = kindOf(bytes) as ModelInspection['kind'];
  const known = { kind, format: viewOf(bytes).getUint16(4, true), size: bytes.length };
  if (kind !== 'model core') return known;
  const model = (await modelReader()).model(bytes);
  if (typeof model === 'number') {
    const reason = refusal(Status.loadError - model, '').code.slice(1);
    throw new VitrineError('model', `the file cannot be used (${reason}): run \`vitrine train\` again.`);
  }
  const { items, firstShard, firstDisplay } = model;
  return {
    ...known,
    counts: {
      items,
      'look-up pages': firstShard,
      shards: firstDisplay - firstShard,
      'display pages': Math.ceil(items / PAGE_ITEMS),
    },
  };
}
