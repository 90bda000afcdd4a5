/** Why each item of a slot is there. */
import { ItemExplanation, ItemsExplanation, Part } from './core/abi.js';
import type { Result } from './core/core.js';
import { answerOf } from './core/inspection.js';
import type * as api from './types.js';
import type { Works } from './vitrine.js';

/** In the order of PartKind in runtime/rank/trace.h. */
const KINDS = ['row', 'near', 'self'] as const;
/** In the order of Removal in runtime/rank/trace.h, and in words. */
const REMOVED: readonly (readonly [keyof api.Removed, string])[] = [
  ['unknown', 'not known yet'],
  ['not_for_sale', 'not for sale'],
  ['filter', 'by the filter'],
  ['at_most', 'by at_most'],
  ['bought', 'bought'],
  ['not_interested', 'not wanted'],
  ['elsewhere', 'elsewhere on the page or in the cart'],
];

/** How the item that is named speaks for the one that is chosen. */
const BECAUSE: Readonly<Partial<Record<api.Strategy, string>>> = {
  similar: 'it is similar to',
  bought_together: 'it goes with',
  complementary: 'it goes with',
  upsell: 'it is a dearer one than',
};

/** Copies a VitrineItemsExplanation, since other calls reuse the arena. */
function read(result: Result) {
  const { u32, f64 } = result;
  const rows = <T>(count: number, offset: number, size: number, row: (at: number) => T): T[] =>
    Array.from({ length: u32(count) }, (_, i) => row(u32(offset) + i * size));
  const items = rows(ItemsExplanation.itemCount, ItemsExplanation.itemsOffset, ItemExplanation.size, (at) => ({
    item: u32(at + ItemExplanation.item),
    source: u32(at + ItemExplanation.source),
    score: f64(at + ItemExplanation.score),
    boost: f64(at + ItemExplanation.boost),
    rotation: f64(at + ItemExplanation.rotation),
    likeness: f64(at + ItemExplanation.likeness),
    parts: rows(at + ItemExplanation.partCount, at + ItemExplanation.partsOffset, Part.size, (part) => ({
      item: u32(part + Part.item),
      kind: KINDS[u32(part + Part.kind)] ?? 'row',
      weight: f64(part + Part.weight),
    })),
  }));
  return { items, removed: rows(ItemsExplanation.removedCount, ItemsExplanation.removedOffset, 4, u32) };
}

type Traced = Omit<ReturnType<typeof read>['items'][number], 'item'>;

/** Of an item of which the core says nothing. */
const UNTRACED: Traced = { source: 0, score: 0, boost: 1, rotation: 1, likeness: 1, parts: [] };

const plain = (number: number): string => String(Number(number.toPrecision(3)));

const partText = ({ item_id, weight, kind }: api.ItemPart): string =>
  `${item_id ?? 'an item not known yet'} ${plain(weight)}${kind === 'near' ? ' (near)' : kind === 'self' ? ' (itself)' : ''}`;

/** What is shown in a slot and what was left out for it, with a line of text for each item and one for the rest. */
export function explainItems(
  works: Works,
  now: number,
  slot: number,
  shown: readonly api.RecommendedItem[],
): { items: readonly api.ItemExplanation[]; removed: api.Removed; lines: readonly string[] } {
  const { model } = works;
  const traced = shown.length ? answerOf(works, read, 'explain_items', now, slot) : null;
  const byId = new Map(traced?.items.map((one): [unknown, Traced] => [model.idOf(one.item), one]));
  const items = shown.map(({ item_id, reason }, i): api.ItemExplanation => {
    const { source, score, boost, rotation, likeness, parts: weights } = byId.get(item_id) ?? UNTRACED;
    const parts = weights.map(({ item, weight, kind }): api.ItemPart => {
      const title = model.cellOf(item, 'title');
      return { item_id: model.idOf(item), title: typeof title === 'string' ? title : null, weight, kind };
    });
    parts.sort((a, b) => b.weight - a.weight);
    const factors = [['boosts', boost], ['shown before', rotation], ['like others', likeness]] as const;
    const changes = factors.flatMap(([name, by]) => (by === 1 ? [] : `${name} x ${plain(by)}`));
    const said = !parts.length && changes.length ? [`its place ${plain(score)}`] : parts.map(partText);
    const details = [...said, ...changes];
    const { strategy, because } = reason;
    const how = BECAUSE[strategy];
    const why = because === null ? '' : `, because ${how ? `${how} ${because}` : `${because} was viewed`}`;
    const weighed = details.length ? ` (${plain(score * boost * rotation * likeness)}: ${details.join(', ')})` : '';
    const text = `${i + 1}. ${item_id}: ${strategy}${why}${weighed}`;
    return { item_id, reason, source, score, boost, rotation, likeness, parts, text };
  });
  const counts = REMOVED.map(([name, words], i) => ({ name, words, count: traced?.removed[i] ?? 0 }));
  const left = counts.filter(({ count }) => count).map(({ words, count }) => `${count} ${words}`);
  return {
    items,
    removed: Object.fromEntries(counts.map(({ name, count }) => [name, count])) as unknown as api.Removed,
    lines: [...items.map(({ text }) => text), ...(left.length ? [`left out: ${left.join(', ')}`] : [])],
  };
}
