import * as abi from './abi.js';
import * as block from './block.js';
import { LIMIT, VitrineError, refusal } from '../errors.js';

/** A node of a value, with the conversions that the core leaves to JavaScript; null where the core does not ask. */
export interface ValueInput {
  /** Index of the read, or of the property. */
  readonly of: number;
  readonly tag: abi.Tag;
  /** With this one and all that it contains, which follows. */
  readonly nodes: number;
  readonly number: number;
  /** As text, lower case, padded version, JSON; and its name in what contains it. */
  readonly texts: readonly (string | null)[];
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
  /** What the rules read of items beside these fields, in the bundle's order. */
  readonly properties: readonly ValueInput[];
  /** How many are left, and when that was told. */
  readonly stock?: readonly [left: number, at: number] | undefined;
  /** In the model, which says all this of the item. Then `quantity` is the days after which it is bought again. */
  readonly number?: number;
}

export interface EventInput {
  readonly name: string;
  readonly transaction: string | null;
  readonly search: string | null;
  readonly value: number;
  readonly items: readonly ItemInput[];
  /** Without those of the items. */
  readonly properties: readonly ValueInput[];
}

/** How the visitor came. */
export interface Touch {
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly channel: string;
}

/** Without the fields of a Touch, the visitor came from another page of the shop. */
export interface PageInput extends Partial<Touch> {
  readonly item: string | null;
  readonly category: string | null;
}

export interface RawSlot {
  readonly rule: number;
  readonly content: number;
  /** -1: none. */
  readonly experiment: number;
  readonly arm: number;
  /** 1: this instance decided otherwise before. */
  readonly changed: number;
  /** As many times the fields of VitrineRecommended as there are items. */
  readonly items: Uint32Array;
}

export interface RawDecision {
  readonly nextChangeAt: number;
  /** Active time until something changes. */
  readonly nextActiveIn: number;
  readonly slots: readonly RawSlot[];
  /** Numbers of files of the model that would make it better, the most useful first. */
  readonly wanted: Uint32Array;
}

/** How many items there are, and where in the numbers of the files shards and display pages begin. */
export interface RawModel {
  readonly items: number;
  readonly firstShard: number;
  readonly firstDisplay: number;
}

/** Reads the result of a call from the arena; valid until the next call. */
export type Result = ReturnType<typeof resultAt>;
export type Core = ReturnType<typeof createCore>;

/** Item updates of one call, so that their longest texts fit the arena. */
const UPDATES = 200;

export const NO_WORDS = new Uint32Array();

export const utf8 = new TextDecoder();

function resultAt(buffer: ArrayBuffer, start: number) {
  const view = new DataView(buffer, start);
  // Copies, so they may outlive the next call.
  const bytes = (at: number, length: number): Uint8Array => new Uint8Array(buffer, start + at, length).slice();
  return {
    u32: (at: number): number => view.getUint32(at, true),
    f64: (at: number): number => view.getFloat64(at, true),
    bytes,
    words: (at: number, count: number): Uint32Array =>
      count ? new Uint32Array(bytes(at, count * 4).buffer) : NO_WORDS,
  };
}

/** Of a bundle in which nothing is. */
export const NO_BUNDLE = resultAt(new ArrayBuffer(abi.BundleInfo.size), 0);

function writeValues(at: number, values: readonly ValueInput[]): void {
  for (const value of values) {
    block.u32(at + abi.Value.read, value.of);
    block.u32(at + abi.Value.tag, value.tag);
    block.u32(at + abi.Value.nodes, value.nodes);
    block.f64(at + abi.Value.number, value.number);
    block.texts(at + abi.Value.text, ...value.texts);
    at += abi.Value.size;
  }
}

const propertiesOf = (items: readonly ItemInput[]): readonly ValueInput[] => items.flatMap(({ properties }) => properties);

/**
 * Begins a block of items from `at` on, a VitrineItem or VitrineItemRecord each, which are alike, and of values, whose
 * place is returned.
 */
function beginItems(at: number, items: readonly ItemInput[], values: readonly ValueInput[] = []): number {
  const behind = at + items.length * abi.Item.size;
  block.begin(behind + values.length * abi.Value.size);
  for (const item of items) {
    block.texts(at + abi.Item.id, item.id, item.brand, item.category);
    block.f64(at + abi.Item.price, item.price);
    block.f64(at + abi.Item.quantity, item.quantity);
    block.u32(at + abi.Item.availability, item.availability);
    block.u32(at + abi.ItemRecord.number, item.number ?? abi.NONE);
    at += abi.Item.size;
  }
  writeValues(behind, values);
  return behind;
}

/**
 * One visitor in one instance of vitrine.wasm or vitrine-inspect.wasm: every call of the ABI as a method. `now` is always ms since 1970.
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
  const call = {} as Record<abi.Name, abi.Call> & Partial<Record<abi.Question, abi.Call>>;
  for (const name in exports) {
    // Others are the compiler's.
    if (name.startsWith('vitrine_')) call[name.slice(8) as abi.Name] = (exports[name] as abi.Call).bind(null, self as number);
  }

  let heap = new Uint8Array();

  /** The arena's start; afterwards `heap` is the memory, which any call may have replaced. */
  function arena(size: number): number {
    const start = call.arena(size) >>> 0;
    if (!start) throw new RangeError('out of memory');
    if (!heap.length) heap = new Uint8Array(memory.buffer); // views of memory that grew are empty
    return start;
  }

  function send(bytes = block.bytes()): number {
    const start = arena(bytes.length);
    heap.set(bytes, start);
    return bytes.length;
  }

  /** Sends numbers; returns how many. */
  const words = (numbers: ArrayLike<number>): number => send(new Uint8Array(Uint32Array.from(numbers).buffer)) / 4;

  /** A file that may be anything: too large a one has no place in the arena. */
  function file(name: 'load' | 'model' | 'part', bytes: Uint8Array, ...before: number[]): number {
    if (bytes.length > abi.MAX_ARENA_BYTES) return abi.Status.loadError - LIMIT;
    return call[name](...before, send(bytes));
  }

  /** The result of a call that cannot fail in a sound instance. */
  function result(status: number): Result {
    if (status < 0) throw new RangeError('status ' + status);
    const start = arena(0);
    return resultAt(heap.buffer, start);
  }

  /** Bytes that a call left in the arena. */
  const left = (length: number): Uint8Array => result(length).bytes(0, length);

  return {
    // Those that take numbers only; what others take has to be sent first, or what comes of them read.
    ...call,
    send,
    result,

    /** Loads a rules file; throws a VitrineError when the core refuses it. */
    load(now: number, rules: Uint8Array): Result {
      const status = file('load', rules, now);
      if (status <= abi.Status.loadError) throw refusal(abi.Status.loadError - status);
      return result(status);
    },

    /** Takes the core of a model into use: what it says, or a Status, as the file may be anything. */
    model(bytes: Uint8Array): RawModel | number {
      const status = file('model', bytes);
      if (status < 0) return status;
      const { u32 } = result(status);
      return {
        items: u32(abi.ModelInfo.itemCount),
        firstShard: u32(abi.ModelInfo.firstShard),
        firstDisplay: u32(abi.ModelInfo.firstDisplay),
      };
    },

    /** Adds a look-up page or a shard. */
    part: (bytes: Uint8Array): number => file('part', bytes),

    /** A Status. */
    items(items: readonly ItemInput[]): number {
      let status = abi.Status.ok;
      for (let from = 0; from < items.length && status === abi.Status.ok; from += UPDATES) {
        const some = items.slice(from, from + UPDATES);
        const behind = beginItems(0, some, propertiesOf(some));
        send();
        status = call.items(some.length, behind);
      }
      return status;
    },

    /** The slots that stand on the page. */
    slots: (slots: readonly number[]): number => call.slots(words(slots)),

    /** Values of reads, each followed by what it contains. As many in one call as fit the arena whatever they hold. */
    values(now: number, values: readonly ValueInput[]): void {
      for (let from = 0, to = 0; from < values.length; from = to) {
        do to += (values[to] as ValueInput).nodes;
        while (to < values.length && to - from <= abi.MAX_NODES);
        block.begin((to - from) * abi.Value.size);
        writeValues(0, values.slice(from, to));
        send();
        call.values(now, to - from);
      }
    },

    page(now: number, { item, category, source, medium, campaign, channel }: PageInput): number {
      block.begin(abi.Page.size);
      block.texts(abi.Page.item, item, category, source, medium, campaign, channel);
      send();
      return call.page(now);
    },

    event(now: number, { name, transaction, search, value, items, properties }: EventInput): number {
      const behind = beginItems(abi.Event.size, items, [...properties, ...propertiesOf(items)]);
      block.texts(abi.Event.name, name, transaction, search);
      block.f64(abi.Event.value, value);
      block.u32(abi.Event.itemCount, items.length);
      block.u32(abi.Event.itemsOffset, abi.Event.size);
      block.u32(abi.Event.propertiesOffset, behind);
      send();
      return call.event(now);
    },

    cart(now: number, items: readonly ItemInput[]): number {
      beginItems(0, items);
      send();
      return call.cart(now, items.length);
    },

    decide(now: number): RawDecision {
      const { f64, u32, words } = result(call.decide(now));
      const slots: RawSlot[] = [];
      let at = u32(abi.Decision.slotsOffset);
      for (let i = u32(abi.Decision.slotCount); i > 0; i--, at += abi.SlotDecision.size) {
        slots.push({
          rule: u32(at + abi.SlotDecision.rule),
          content: u32(at + abi.SlotDecision.content),
          experiment: u32(at + abi.SlotDecision.experiment) | 0,
          arm: u32(at + abi.SlotDecision.arm),
          changed: u32(at + abi.SlotDecision.changed),
          items: words(
            u32(at + abi.SlotDecision.itemsOffset),
            (u32(at + abi.SlotDecision.itemCount) * abi.Recommended.size) / 4,
          ),
        });
      }
      return {
        nextChangeAt: f64(abi.Decision.nextChangeAt),
        nextActiveIn: f64(abi.Decision.nextActiveIn),
        slots,
        wanted: words(u32(abi.Decision.wantedOffset), u32(abi.Decision.wantedCount)),
      };
    },

    /** `items`: the numbers of those that were shown. */
    report: (now: number, rule: number, outcome: number, items: readonly number[]): number =>
      call.report(now, rule, outcome, words(items)),

    segments(now: number): Uint32Array {
      const count = call.segments(now);
      return result(count).words(0, count);
    },

    snapshot: (now: number): Uint8Array => left(call.snapshot(now)),
    restore: (now: number, snapshot: Uint8Array): number => call.restore(now, send(snapshot)),
    /** Empty where there is no such text: numbers may come from a token that somebody made up. */
    text(kind: abi.TextKind, index: number): string {
      const length = call.text(kind, index);
      return length < 0 ? '' : utf8.decode(left(length));
    },
  };
}
