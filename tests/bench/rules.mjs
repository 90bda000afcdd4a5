// A rule file of a given size in the shape of real ones: attributes, behaviour, segments, several slots.

/** The same numbers on every machine (mulberry32). */
export function random(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const CATEGORIES = ['Hiking', 'Camping', 'Climbing', 'Running', 'Cycling', 'Winter', 'Water', 'Travel'];
const TIERS = ['none', 'silver', 'gold'];
export const SLOTS = ['home-hero', 'notice', 'pdp-banner', 'category-top', 'cart-note', 'footer'];

/** `count` rules of three conditions each, spread over six slots. */
export function makeRules(count) {
  const pick = random(count);
  const conditions = [
    () => ({ loyalty_tier: TIERS[pick(3)] }),
    () => ({ age: { $gte: 18 + pick(50) } }),
    () => ({ newsletter: pick(2) === 1 }),
    () => ({ country: { $in: ['NO', 'DK', 'EE', 'PL'].slice(0, 1 + pick(3)) } }),
    () => ({ 'visit.number': { $gt: pick(5) } }),
    () => ({ 'cart.value': { $gte: pick(20) * 10 } }),
    () => ({ 'page.type': ['home', 'category', 'product', 'cart'][pick(4)] }),
    () => ({ 'affinity.item_category': { $top: CATEGORIES[pick(8)] } }),
    () => ({
      $event: 'view_item',
      where: { item_category: CATEGORIES[pick(8)] },
      within: ['30m', '1d', '7d'][pick(3)],
      count: { $gte: 1 + pick(3) },
    }),
    () => ({ $not: { loyalty_tier: TIERS[pick(3)] } }),
  ];
  const rules = [];
  for (let i = 0; i < count; ++i) {
    rules.push({
      id: `rule-${i}`,
      slot: SLOTS[i % SLOTS.length],
      priority: pick(100),
      when: { $and: [0, 1, 2].map(() => conditions[pick(conditions.length)]()) },
      show: { template: 'hero', title: `Title number ${i}`, link: `/c/${CATEGORIES[pick(8)].toLowerCase()}` },
    });
  }
  return {
    vitrine: 1,
    attributes: {
      loyalty_tier: { type: 'string', values: TIERS },
      age: { type: 'number' },
      newsletter: { type: 'boolean' },
      country: { type: 'string' },
    },
    slots: Object.fromEntries(SLOTS.map((name) => [name, { type: 'content' }])),
    rules,
  };
}
