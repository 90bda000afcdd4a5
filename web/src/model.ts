import { NONE, Recommended, Status } from './core/abi.js';
import type { Core, ItemInput, RawDecision, RawModel } from './core/core.js';
import type { Engine } from './core/recovery.js';
import { type ModelSource, bytesOf } from './bundle.js';
import { AVAILABILITIES, type Items, text } from './convert.js';
import type { Decisions } from './decisions.js';
import { BAD_VALUE, VitrineError, WRONG_MODEL, reasonOf, refusal } from './errors.js';
import { freeze } from './reads.js';
import type { Say } from './signals.js';
import type { Display, Json, ModelFiles, RecommendedItem, Strategy } from './types.js';

/** In the order of Strategy in runtime/bundle/program.h. */
const STRATEGIES = (
  'for_you similar bought_together recently_viewed popular popular_in_category complementary buy_again trending ' +
  'new_arrivals price_drop back_in_stock upsell curated explore'
).split(' ') as Strategy[];

/** Beside the numbers of the other files. */
const CORE = -1;

/** Items of a display page. */
const PAGE_ITEMS = 32;

/** Files that are on their way at the same time. */
const AT_ONCE = 8;

/** For how long what came waits for what comes next, so that both are one decision: a frame, in ms. */
const FRAME = 16;

/** For how long nobody is told of decisions while files are on their way: lists are to change once, not in turns. */
const PATIENCE = 300;

/** Shards that one page view brings ahead. */
const AHEAD = 8;

/** Numbers that a RawSlot has for each item, the item's own first. */
const FIELDS_OF_ITEM = Recommended.size / 4;

/** Numbers of the items of a RawSlot. */
export const numbersOf = (raw: Uint32Array): number[] => [...raw].filter((_, i) => i % FIELDS_OF_ITEM === 0);

/** What browsers that know it tell of the connection. */
type Connected = { readonly connection?: { readonly saveData?: boolean } };

/** A model that came as an option. */
export const inHand = ({ core, parts, displays }: ModelFiles): ModelSource => ({
  core: () => Promise.resolve(core),
  files: parts.length + displays.length,
  part: (number) => Promise.resolve(parts[number] as Uint8Array),
  display: (number) => Promise.resolve(displays[number - parts.length] as Display),
  late: new Promise(() => undefined), // nobody waits for anybody else
});

/** The identity of a model as display files have it, by its core (runtime/FORMAT.md); undefined where that is none. */
function identityOf({ buffer, byteOffset, byteLength }: Uint8Array): string | undefined {
  if (byteLength < 32) return undefined;
  const view = new DataView(buffer, byteOffset);
  return view.getUint32(0) === 0x5654524c ? view.getBigUint64(24, true).toString(16).padStart(16, '0') : undefined;
}

export type Model = ReturnType<typeof createModel>;

/**
 * The model, which arrives file by file: first its core, then those that decisions ask for. Nothing waits for one, and
 * nothing fails without one. `decisions` are made anew when there is more to choose from.
 */
export function createModel(
  { run }: Engine,
  items: Items,
  source: ModelSource | undefined,
  say: Say,
  decisions: () => Pick<Decisions, 'look' | 'announce'>,
) {
  /** What the core took, in this order. */
  const taken: ((core: Core) => number)[] = [];
  let info: RawModel | undefined;
  let identity: unknown;
  let currency: Display['currency'];
  const asked = new Set<number>();
  const failed: number[] = [];
  let wanted: readonly number[] = [];
  let coming = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Since when decisions were not told. */
  let held: number | undefined;
  /** Display pages that only reasons need. */
  const reasons = new Set<number>();
  let latest: Pick<RawDecision, 'slots'> | undefined;
  let ahead = AHEAD;
  let idle = false;
  /** Where what an item shows stands, by its number. */
  const places = new Map<number, readonly [columns: Display['fields'], row: number]>();
  /** What items show, by number, until more or other things are known. */
  let known: Readonly<Record<string, unknown>>[] = [];

  /** Whether the core takes a file. Not repeated after a trap: what is in it may be the cause. */
  function give(what: string, call: (core: Core) => number): boolean {
    const status = run<number>(call, Status.ignored, false);
    if (status < Status.ok) throw refusal(Status.loadError - status, 'model', what);
    return status === Status.ok && !!taken.push(call);
  }

  /** Takes in what items show. */
  function learn(display: Display): void {
    const { fields } = display;
    const live: ItemInput[] = [];
    const list = (fields.id as readonly Json[]).map((told, row): ItemInput => {
      const number = display.items?.[row] ?? (display.first as number) + row;
      places.set(number, [fields, row]);
      const cell = (name: string): Json | undefined => cellOf(number, name);
      const id = text(told);
      const now = items.get(id as string);
      if (now) live.push(now);
      return {
        number,
        id,
        category: text(cell('category')),
        brand: text(cell('brand')),
        price: Number(cell('sale_price') ?? cell('price')),
        availability: AVAILABILITIES.indexOf(cell('availability') as string) >>> 0, // -1 is NONE
        quantity: Number(cell('rebuy_days')),
        properties: items.propertiesOf(cell),
      };
    });
    give('model', (core) => core.items(list) && Status.loadError - BAD_VALUE);
    tell(live);
    known = [];
  }

  const tell = (live: readonly ItemInput[]): void => void run((core) => core.items(live), 0);

  /** Decides with all that came. That may want more: then it is told when that came, too. */
  function settle(): void {
    const { look, announce } = decisions();
    look();
    const now = performance.now();
    held ??= now;
    const left = coming && held + PATIENCE - now;
    if (left > 0) timer = setTimeout(settle, left);
    else {
      held = undefined;
      announce();
    }
  }

  /** Brings a file, and puts it to use. Refused is refused, but what did not come may be asked for again. */
  async function bring<T>(number: number, file: Promise<T>, use: (file: T) => void): Promise<void> {
    coming++;
    file.catch(() => failed.push(number));
    try {
      use(await file);
    } catch (error) {
      say(error instanceof VitrineError ? error.code : 'model', reasonOf(error));
    }
    coming--;
    pump();
    clearTimeout(timer);
    if (coming) timer = setTimeout(settle, FRAME);
    else settle();
  }

  function file(from: ModelSource, number: number): Promise<void> {
    const what = `file ${number} of the model`;
    asked.add(number);
    if (info && number < info.firstDisplay) {
      return bring(number, from.part(number), (part) => {
        const bytes = bytesOf(part);
        give(what, (core) => core.part(bytes));
      });
    }
    return bring(number, from.display(number), (display) => {
      if (display.model !== identity) throw refusal(WRONG_MODEL, 'model', what);
      learn(display);
    });
  }

  async function begin(from: ModelSource): Promise<void> {
    await bring(CORE, from.core(), ({ ranking, display }) => {
      const bytes = bytesOf(ranking);
      const use = (core: Core): number => {
        const told = core.model(bytes);
        if (typeof told === 'number') return told;
        info = told;
        return Status.ok;
      };
      // In a page the manifest's integrity holds both together.
      const name = PAGE ? undefined : identityOf(bytes);
      if (name !== undefined && name !== display.model) throw refusal(WRONG_MODEL, 'model', 'model');
      if (!give('model', use)) return;
      ({ model: identity, currency } = display);
      learn(display);
    });
    if (!PAGE && info) await Promise.all(Array.from({ length: from.files ?? 0 }, (_, number) => file(from, number)));
  }

  /** Asks for what is wanted and was not asked for, the first ones first. */
  function pump(): void {
    for (const number of wanted) {
      if (!source || coming >= AT_ONCE) return;
      if (!asked.has(number)) void file(source, number);
    }
    if (!coming && info) lookAhead(info);
  }

  /**
   * Once nothing is missing and the page has nothing better to do: shards of what is shown, as the visitor may look at
   * that next.
   */
  function lookAhead({ items, firstShard, firstDisplay }: RawModel): void {
    if (idle || !(PAGE || typeof document === 'object') || (navigator as Connected).connection?.saveData) return;
    let size = 1; // items of a shard: the power of two that makes as many shards as there are
    while (Math.ceil(items / size) > firstDisplay - firstShard) size *= 2;
    const shown = latest?.slots.flatMap(({ items: raw }) => numbersOf(raw));
    const shards = new Set(shown?.map((item) => firstShard + Math.floor(item / size)));
    const next = [...shards].filter((shard) => !asked.has(shard)).slice(0, ahead);
    if (!next.length) return;
    idle = true;
    (globalThis.requestIdleCallback ?? setTimeout)(() => {
      idle = false;
      if (coming) return;
      ahead -= next.length;
      wanted = next;
      pump();
    });
  }

  /** What the model's files say of an item. */
  function cellOf(item: number, field: string): Json | undefined {
    const [columns, row = 0] = places.get(item) ?? [];
    return columns?.[field]?.[row] ?? undefined;
  }

  const idOf = (item: number): string | null => text(cellOf(item, 'id'));

  function describe(item: number): Readonly<Record<string, unknown>> {
    const item_id = idOf(item) ?? '';
    const told: Record<string, unknown> = { item_id };
    for (const field in places.get(item)?.[0]) {
      // Of stock the feed knows nothing that is fresh.
      const value = /^(id|stock)$/.test(field) ? undefined : cellOf(item, field);
      if (value !== undefined) told[field] = value;
    }
    const { price = NaN, availability = NONE } = items.get(item_id) ?? {};
    if (price === price) {
      told.price = price;
      delete told.sale_price; // of another price
    }
    if (availability !== NONE) told.availability = AVAILABILITIES[availability];
    if (currency && told.price !== undefined) told.currency = currency;
    const { unit_price_factor: factor, sale_price = told.price, unit_pricing_base_measure: measure } = told;
    delete told.unit_price_factor;
    if (factor && sale_price !== undefined) told.unit_price = freeze({ price: (sale_price as number) * (factor as number), measure });
    return told;
  }

  function itemOf(item: number, strategy: number, because: number): RecommendedItem {
    if (info && because !== NONE && !places.has(because)) {
      reasons.add(info.firstDisplay + Math.floor(because / PAGE_ITEMS));
    }
    const title = cellOf(because, 'title');
    const reason = freeze({
      strategy: STRATEGIES[strategy],
      because: idOf(because),
      title: typeof title === 'string' ? title : null,
    });
    const told = (known[item] ??= describe(item));
    const stock = items.stockOf(told.item_id as string);
    return freeze({ ...told, ...(stock && { stock }), reason }) as unknown as RecommendedItem;
  }

  return {
    idOf,
    cellOf,

    /** Settles when the model is there, failed, or is too slow to be waited for. */
    ready: source && Promise.race([begin(source), source.late]),

    /** The shop said something new of items. */
    update(list: readonly ItemInput[]): void {
      known = [];
      tell(list);
    },

    /** Stands for all that is known of items: another object when that changed. */
    knowledge: (): unknown => known,

    /** Items of a RawSlot. */
    itemsOf(raw: Uint32Array): RecommendedItem[] {
      const list = [];
      for (let i = 0; i < raw.length; i += FIELDS_OF_ITEM) {
        list.push(itemOf(...(raw.subarray(i, i + Recommended.reserved / 4) as unknown as [number, number, number])));
      }
      return list;
    },

    /** Brings what a decision asks for, each file once. */
    want(decision: Pick<RawDecision, 'wanted' | 'slots'>): void {
      if (!source) return;
      wanted = [...decision.wanted, ...reasons];
      latest = decision;
      pump();
    },

    /** On a new page, what did not come may be asked for again. */
    retry(): void {
      ahead = AHEAD;
      for (const number of failed.splice(0)) {
        if (source && number === CORE) void begin(source);
        asked.delete(number);
      }
    },

    /** Brings a new instance up to date. */
    replay(core: Core): void {
      for (const call of taken) call(core);
      core.items(items.all());
    },
  };
}
