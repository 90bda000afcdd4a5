import * as abi from './abi.js';
import * as block from './block.js';
import { VitrineError, bundleError } from '../errors.js';

/** An attribute value with the conversions that the core leaves to JavaScript. */
export interface AttributeInput {
  readonly index: number;
  readonly tag: abi.Tag;
  readonly number: number;
  readonly text: string | null;
}

/** An item with null and NaN where nothing was told. */
export interface ItemInput {
  readonly id: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  readonly price: number;
  readonly quantity: number;
}

export interface EventInput {
  readonly name: string;
  readonly transaction: string | null;
  readonly value: number;
  readonly items: readonly ItemInput[];
}

export interface PageInput {
  readonly type: string | null;
  readonly path: string | null;
}

export interface RawDecision {
  readonly nextChangeAt: number;
  /** Rule, content, variation and changed of each slot, as in VitrineSlotDecision. */
  readonly slots: Uint32Array;
}

/** Reads the result of a call from the arena; valid until the next call. */
export type Result = ReturnType<typeof resultAt>;
export type Core = ReturnType<typeof createCore>;

/** ReadError::kLimit. */
const LIMIT = 9;

const utf8 = new TextDecoder();

function resultAt(buffer: ArrayBuffer, start: number) {
  const view = new DataView(buffer, start);
  const u32 = (at: number): number => view.getUint32(at, true);
  return {
    u32,
    f64: (at: number): number => view.getFloat64(at, true),
    /** Copies, so they may outlive the next call. */
    bytes: (at: number, length: number): Uint8Array => new Uint8Array(buffer, start + at, length).slice(),
  };
}

function writeItems(at: number, items: readonly ItemInput[]): void {
  for (const item of items) {
    block.text(at + abi.Item.id, item.id);
    block.text(at + abi.Item.brand, item.brand);
    block.text(at + abi.Item.category, item.category);
    block.f64(at + abi.Item.price, item.price);
    block.f64(at + abi.Item.quantity, item.quantity);
    at += abi.Item.size;
  }
}

/**
 * One visitor in one instance of vitrine.wasm: every call of the ABI as a method. `now` is always ms since 1970.
 * Methods may throw anything when the instance is broken; recovery.ts is who deals with that.
 */
export function createCore(instance: WebAssembly.Instance) {
  const { memory, _initialize, ...exports } = instance.exports as {
    memory: WebAssembly.Memory;
    _initialize?: () => void;
  } & Record<string, abi.Call>;
  _initialize?.();
  // The version stands for all exports and their layouts.
  if (exports.vitrine_abi_version?.() !== abi.ABI_VERSION) {
    throw new VitrineError('wasm-version', 'vitrine.wasm does not fit vitrine.js: upload both from the same build.');
  }
  const self = exports.vitrine_new?.();
  const call = {} as Record<abi.Name, abi.Call>;
  for (const name in exports) {
    // Others are the compiler's.
    if (/^vitrine_/.test(name)) call[name.slice(8) as abi.Name] = (exports[name] as abi.Call).bind(null, self as number);
  }

  /** The arena's start; the only way to the memory's buffer, which any call may have replaced. */
  function arena(size: number): number {
    const start = call.arena(size) >>> 0;
    if (!start) throw new RangeError('out of memory');
    return start;
  }

  function send(bytes: Uint8Array): number {
    const start = arena(bytes.length); // first: it may grow the memory, which detaches the buffer
    new Uint8Array(memory.buffer, start, bytes.length).set(bytes);
    return bytes.length;
  }

  /** The result of a call that cannot fail in a sound instance. */
  function result(status: number): Result {
    if (status < 0) throw new RangeError('status ' + status);
    const start = arena(0);
    return resultAt(memory.buffer, start);
  }

  return {
    /** Loads a rules file; throws a VitrineError when the core refuses it. */
    load(now: number, rules: Uint8Array): Result {
      if (!PAGE && rules.length > abi.MAX_ARENA_BYTES) throw bundleError(LIMIT);
      const status = call.load(now, send(rules));
      if (status <= abi.Status.loadError) throw bundleError(abi.Status.loadError - status);
      return result(status);
    },

    consent: (now: number, personalise: boolean): number => call.consent(now, +personalise),

    attribute(now: number, value: AttributeInput): number {
      block.begin(abi.Attribute.size);
      block.u32(abi.Attribute.attribute, value.index);
      block.u32(abi.Attribute.tag, value.tag);
      block.f64(abi.Attribute.number, value.number);
      block.text(abi.Attribute.text, value.text);
      send(block.bytes());
      return call.attributes(now, 1);
    },

    page(now: number, page: PageInput): number {
      block.begin(abi.Page.size);
      block.text(abi.Page.type, page.type);
      block.text(abi.Page.path, page.path);
      send(block.bytes());
      return call.page(now);
    },

    event(now: number, { name, transaction, value, items }: EventInput): number {
      block.begin(abi.Event.size + items.length * abi.Item.size);
      block.text(abi.Event.name, name);
      block.text(abi.Event.transaction, transaction);
      block.f64(abi.Event.value, value);
      block.u32(abi.Event.itemCount, items.length);
      block.u32(abi.Event.itemsOffset, abi.Event.size);
      writeItems(abi.Event.size, items);
      send(block.bytes());
      return call.event(now);
    },

    cart(now: number, items: readonly ItemInput[]): number {
      block.begin(items.length * abi.Item.size);
      writeItems(0, items);
      send(block.bytes());
      return call.cart(now, items.length);
    },

    decide(now: number): RawDecision {
      const { f64, u32, bytes } = result(call.decide(now));
      const slots = bytes(u32(abi.Decision.slotsOffset), u32(abi.Decision.slotCount) * abi.SlotDecision.size);
      return { nextChangeAt: f64(abi.Decision.nextChangeAt), slots: new Uint32Array(slots.buffer) };
    },

    report: call.report,

    segments(now: number): Uint32Array {
      const count = call.segments(now);
      return new Uint32Array(result(count).bytes(0, count * 4).buffer);
    },

    profile: (now: number): Result => result(call.profile(now)),
    explain: (now: number, slot: number): Result => result(call.explain(now, slot)),

    snapshot(now: number): Uint8Array {
      const length = call.snapshot(now);
      return result(length).bytes(0, length);
    },

    restore: (now: number, snapshot: Uint8Array): number => call.restore(now, send(snapshot)),
    forget: call.forget,

    text(kind: abi.TextKind, index: number): string {
      const length = call.text(kind, index);
      const start = arena(0);
      return utf8.decode(new Uint8Array(memory.buffer, start, length));
    },
  };
}
