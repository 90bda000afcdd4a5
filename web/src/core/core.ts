import * as abi from './abi.js';
import * as block from './block.js';
import { LIMIT, VitrineError, refusal } from '../errors.js';

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
  /** Index in AVAILABILITIES of convert.ts, or NONE. */
  readonly availability: number;
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
  readonly item: string | null;
  readonly category: string | null;
}

export interface RawSlot {
  readonly rule: number;
  readonly content: number;
  readonly variation: number;
  /** As many times the fields of VitrineRecommended as there are items. */
  readonly items: Uint32Array;
}

export interface RawDecision {
  readonly nextChangeAt: number;
  readonly slots: readonly RawSlot[];
  /** Numbers of the shards that would make it better. */
  readonly shards: Uint32Array;
}

/** Reads the result of a call from the arena; valid until the next call. */
export type Result = ReturnType<typeof resultAt>;
export type Core = ReturnType<typeof createCore>;

/** Item updates of one call, so that their longest texts fit the arena. */
const UPDATES = 1000;

const NO_WORDS = new Uint32Array();

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

  /** A file that may be anything: too large a one has no place in the arena. */
  function file(name: 'load' | 'model' | 'shard', bytes: Uint8Array, ...before: number[]): number {
    if (bytes.length > abi.MAX_ARENA_BYTES) return abi.Status.loadError - LIMIT;
    return call[name](...before, send(bytes));
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
      const status = file('load', rules, now);
      if (status <= abi.Status.loadError) throw refusal(abi.Status.loadError - status);
      return result(status);
    },

    /** Takes a model core into use: a Status, as the file may be anything. */
    model: (bytes: Uint8Array): number => file('model', bytes),
    shard: (bytes: Uint8Array): number => file('shard', bytes),

    /** Price and availability of items now. */
    items(items: readonly ItemInput[]): void {
      for (let from = 0; from < items.length; from += UPDATES) {
        const some = items.slice(from, from + UPDATES);
        block.begin(some.length * abi.ItemUpdate.size);
        some.forEach(({ id, price, availability }, i) => {
          const at = i * abi.ItemUpdate.size;
          block.text(at + abi.ItemUpdate.id, id);
          block.f64(at + abi.ItemUpdate.price, price);
          block.u32(at + abi.ItemUpdate.availability, availability);
        });
        send(block.bytes());
        call.items(some.length);
      }
    },

    /** The slots that stand on the page. */
    slots: (slots: readonly number[]): number => call.slots(send(new Uint8Array(Uint32Array.from(slots).buffer)) / 4),

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
      block.text(abi.Page.item, page.item);
      block.text(abi.Page.category, page.category);
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
      const words = (at: number, count: number): Uint32Array =>
        count ? new Uint32Array(bytes(at, count * 4).buffer) : NO_WORDS;
      return {
        nextChangeAt: f64(abi.Decision.nextChangeAt),
        slots: Array.from({ length: u32(abi.Decision.slotCount) }, (_, i) => {
          const at = u32(abi.Decision.slotsOffset) + i * abi.SlotDecision.size;
          return {
            rule: u32(at + abi.SlotDecision.rule),
            content: u32(at + abi.SlotDecision.content),
            variation: u32(at + abi.SlotDecision.variation),
            items: words(
              u32(at + abi.SlotDecision.itemsOffset),
              (u32(at + abi.SlotDecision.itemCount) * abi.Recommended.size) / 4,
            ),
          };
        }),
        shards: words(u32(abi.Decision.shardsOffset), u32(abi.Decision.shardCount)),
      };
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
