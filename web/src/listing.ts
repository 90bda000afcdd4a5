/** A listing of the shop, in an order that suits the visitor better. */
import { Order, Text } from './core/abi.js';
import * as block from './core/block.js';
import { text } from './convert.js';
import type { Works } from './vitrine.js';

type Ids = readonly (string | number)[];
type Options = { readonly by?: number } | undefined;

/** The core orders the first so many. */
const MOST = 512;
/** For how long a page waits for files of the model, and how often it looks whether they came, in ms. */
const PATIENCE = 1000;
const PAUSE = 20;

/** With what is known now; what is missing is asked for. Tells whether something is. */
function order({ engine, model }: Works, now: number, ids: Ids, { by = 5 }: Options = {}): { ids: Ids; missing: boolean } {
  const listed = ids.slice(0, MOST);
  block.begin(listed.length * Text.size);
  block.texts(0, ...listed.map(text));
  const input = block.bytes();
  const found = engine.run((core) => {
    core.send(input);
    const { u32, words } = core.result(core.call.rerank(now, listed.length, by));
    return {
      places: words(u32(Order.itemsOffset), u32(Order.count)),
      wanted: words(u32(Order.wantedOffset), u32(Order.wantedCount)),
    };
  }, null);
  if (!found) return { ids, missing: false };
  model.want({ ...found, slots: [] });
  return { ids: ids.map((id, i) => ids[found.places[i] ?? i] ?? id), missing: found.wanted.length > 0 };
}

export const rerank = (works: Works, now: () => number, ids: Ids, options?: Options): Ids => order(works, now(), ids, options).ids;

/** The same once all that it needs has come, or after a second. */
export async function rerankSoon(works: Works, now: () => number, ids: Ids, options?: Options): Promise<Ids> {
  for (let waited = 0; ; waited += PAUSE) {
    const best = order(works, now(), ids, options);
    if (!best.missing || waited >= PATIENCE) return best.ids;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
