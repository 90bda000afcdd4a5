import { NONE, Recommended, Status, TextKind } from './core/abi.js';
import type { Core, ItemInput } from './core/core.js';
import type { Engine } from './core/recovery.js';
import { type ModelSource, bytesOf } from './bundle.js';
import { AVAILABILITIES, type Items } from './convert.js';
import { VitrineError, reasonOf, refusal } from './errors.js';
import { freeze } from './reads.js';
import type { Warn } from './signals.js';
import type { Json, ModelFile, ModelFiles, RecommendedItem, Strategy } from './types.js';

/** In the order of Strategy in runtime/bundle/program.h. */
const STRATEGIES = 'for_you similar bought_together recently_viewed popular popular_in_category'.split(' ') as Strategy[];

/** What an item shows, as the columns of a Display are called. */
const FIELDS = 'title link image_link price sale_price availability brand category'.split(' ');

/** Beside the numbers of shards. */
const CORE = -1;

/** A model that came as an option. */
export const inHand = ({ core, shards }: ModelFiles): ModelSource => ({
  core: () => Promise.resolve(core),
  shards: shards.length,
  shard: (number) => Promise.resolve(shards[number] as ModelFile),
  late: new Promise(() => undefined), // nobody waits for anybody else
});

export type Model = ReturnType<typeof createModel>;

/**
 * The model, which arrives part by part: first its core, then the shards that decisions ask for. Nothing waits for a
 * shard, and nothing fails without one. `changed` is called when there is more to choose from.
 */
export function createModel(
  { run }: Engine,
  items: Items,
  source: ModelSource | undefined,
  warn: Warn,
  changed: () => void,
) {
  /** What the core took, in this order. */
  const parts: { kind: 'model' | 'shard'; bytes: Uint8Array; display: ModelFile['display'] }[] = [];
  const asked = new Set<number>();
  const failed: number[] = [];
  const ids: string[] = [];
  /** What items show, by number, until more or other things are known. */
  let known: Readonly<Record<string, unknown>>[] = [];

  /** Whether the part came, in whatever state. */
  async function add(kind: 'model' | 'shard', coming: Promise<ModelFile>): Promise<boolean> {
    try {
      const { ranking, display } = await coming;
      const bytes = bytesOf(ranking);
      // Not repeated after a trap: these bytes may be the cause.
      const status = run<number>((core) => core[kind](bytes), Status.ignored, false);
      if (status < Status.ok) {
        const { code, message } = refusal(Status.loadError - status, 'model', kind);
        warn(code, message);
      } else if (status === Status.ok) {
        parts.push({ kind, bytes, display });
        known = [];
        run((core) => core.items(items.all()), undefined);
        changed();
      }
      return true;
    } catch (error) {
      warn(error instanceof VitrineError ? error.code : 'model', reasonOf(error));
      return false;
    }
  }

  async function begin({ core, shards = 0, shard }: ModelSource): Promise<void> {
    if (!(await add('model', core()))) failed.push(CORE);
    if (PAGE) return;
    for (let number = 0; parts.length && number < shards; number++) await add('shard', shard(number));
  }

  /** What the model's files say of an item. */
  function shown(item: number, field: string): Json | undefined {
    for (const { display } of parts) {
      const value = display?.fields?.[field]?.[item - display.first];
      if (value != null) return value;
    }
    return undefined;
  }

  const idOf = (item: number): string => (ids[item] ||= run((core) => core.text(TextKind.item, item), ''));

  function describe(item: number): Readonly<Record<string, unknown>> {
    const item_id = idOf(item);
    const told: Record<string, unknown> = { item_id };
    for (const field of new Set([...FIELDS, ...parts.flatMap(({ display }) => Object.keys(display?.fields ?? {}))])) {
      const value = shown(item, field);
      if (value !== undefined) told[field] = value;
    }
    const { price = NaN, availability = NONE } = items.get(item_id) ?? {};
    if (price === price) {
      told.price = price;
      delete told.sale_price; // of another price
    }
    if (availability !== NONE) told.availability = AVAILABILITIES[availability];
    const currency = parts[0]?.display?.currency;
    if (currency && told.price !== undefined) told.currency = currency;
    return told;
  }

  function itemOf(item: number, strategy: number, because: number): RecommendedItem {
    const title = shown(because, 'title');
    const reason = freeze({
      strategy: STRATEGIES[strategy],
      because: because === NONE ? null : idOf(because),
      title: typeof title === 'string' ? title : null,
    });
    return freeze({ ...(known[item] ??= describe(item)), reason }) as unknown as RecommendedItem;
  }

  return {
    /** Settles when the model is there, failed, or is too slow to be waited for. */
    ready: source && Promise.race([begin(source), source.late]),

    /** The shop said something new of items. */
    update(list: readonly ItemInput[]): void {
      known = [];
      run((core) => core.items(list), undefined);
    },

    /** Stands for all that is known of items: another object when that changed. */
    knowledge: (): unknown => known,

    /** Items of a RawSlot. */
    itemsOf(raw: Uint32Array): RecommendedItem[] {
      const list = [];
      for (let i = 0; i < raw.length; i += Recommended.size / 4) {
        list.push(itemOf(...(raw.subarray(i, i + Recommended.reserved / 4) as unknown as [number, number, number])));
      }
      return list;
    },

    /** Brings shards that a decision asks for, each once. */
    want(shards: Iterable<number>): void {
      for (const number of shards) {
        if (!source || asked.has(number)) continue;
        asked.add(number);
        void add('shard', source.shard(number)).then((came) => came || failed.push(number));
      }
    },

    /** On a new page, what did not come may be asked for again. */
    retry(): void {
      for (const number of failed.splice(0)) {
        if (source && number === CORE) void begin(source);
        asked.delete(number);
      }
    },

    /** Brings a new instance up to date. */
    replay(core: Core): void {
      for (const { kind, bytes } of parts) core[kind](bytes);
      core.items(items.all());
    },
  };
}
