/** A listing of the shop, in an order that suits the visitor better. */
import { Order, Text } from './core/abi.js';
import * as block from './core/block.js';
import type { Core } from './core/core.js';
import { text } from './convert.js';
import type * as api from './types.js';
import type { Works } from './vitrine.js';

type Ids = readonly (string | number)[];

interface Found {
  readonly places: ArrayLike<number>;
  readonly wanted: Uint32Array;
}

/** The core orders the first so many. */
const MOST = 512;
/** For how long a page waits for files of the model, and how often it looks whether they came, in ms. */
const PATIENCE = 1000;
const PAUSE = 20;

const NOTHING = new Uint32Array();

/** Places in the order of what is worth most, none more than `by` from its own; equals stay as they are. */
function placesOf(worth: readonly number[], by: number): number[] {
  const rest = worth.map((_, place) => place);
  const worthOf = (i: number): number => worth[rest[i] as number] as number;
  return worth.map((_, place) => {
    let best = 0;
    // Who was passed by long enough has to go.
    for (let i = 1; (rest[0] as number) + by > place && (rest[i] as number) <= place + by; i++) {
      if (worthOf(i) > worthOf(best)) best = i;
    }
    return rest.splice(best, 1)[0] as number;
  });
}

function ofItems({ rerank, result }: Core, now: number, count: number, by: number): Found {
  const { u32, words } = result(rerank(now, count, by));
  return {
    places: words(u32(Order.itemsOffset), u32(Order.count)),
    wanted: words(u32(Order.wantedOffset), u32(Order.wantedCount)),
  };
}

function ofCategories({ interests, result }: Core, now: number, count: number, by: number): Found {
  const { f64 } = result(interests(now, count));
  const worth = Array.from({ length: count }, (_, i) => f64(i * Float64Array.BYTES_PER_ELEMENT));
  return { places: placesOf(worth, by >>> 0), wanted: NOTHING };
}

/** With what is known now; what is missing is asked for. Tells whether something is. */
function order({ engine, model, now }: Works, ids: Ids, { by = 5, of }: api.RerankOptions = {}): { ids: Ids; missing: boolean } {
  const listed = ids.slice(0, MOST);
  const find = of === 'category' ? ofCategories : ofItems;
  block.begin(listed.length * Text.size);
  block.texts(0, ...listed.map(text));
  const input = block.bytes();
  const found = engine.run((core): Found | null => {
    core.send(input);
    return find(core, now(), listed.length, by);
  }, null);
  if (!found) return { ids, missing: false };
  model.want({ ...found, slots: [] });
  return { ids: ids.map((id, i) => ids[found.places[i] ?? i] ?? id), missing: found.wanted.length > 0 };
}

export const rerank = (works: Works, ids: Ids, options?: api.RerankOptions): Ids => order(works, ids, options).ids;

/** The same once all that it needs has come, or after a second. */
export async function rerankSoon(works: Works, ids: Ids, options?: api.RerankOptions): Promise<Ids> {
  for (let waited = 0; ; waited += PAUSE) {
    const best = order(works, ids, options);
    if (!best.missing || waited >= PATIENCE) return best.ids;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
