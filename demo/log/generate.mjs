// SIMULATED: makes up the event log that the demo learns from. No shopper here ever lived. The same seed gives the
// same bytes. Shoppers have a known taste, so that one can see whether the recommendations found it.

const SEED = 20260105;
const SHOPPERS = 1500;
const BEGIN = Date.UTC(2026, 0, 5);
const DAYS = 42;
const HOUR = 3_600_000;

/** What each kind of shopper looks at: types by weight, and how much more or less than usual they spend. */
const TASTES = {
  hiker: { share: 30, spend: 1, types: { boots: 10, shoes: 5, gaiters: 2, socks: 4, pack: 4, daypack: 4, poles: 4, shell: 4, trousers: 4, thermos: 2, hat: 1, compass: 1, firstaid: 1, wool: 2 } },
  camper: { share: 24, spend: 1, types: { tent2: 7, tent4: 4, tarp: 2, hammock: 2, bag: 5, fibre: 4, mat: 5, foam: 2, pillow: 2, stove: 4, spirit: 3, pot: 3, mug: 2, lantern: 3, knife: 1, bottle: 2, drybag: 1 } },
  climber: { share: 14, spend: 1.2, types: { climbshoe: 8, harness: 6, rope: 5, draws: 4, helmet: 4, chalk: 4, daypack: 1, headlamp: 1 } },
  runner: { share: 16, spend: 1, types: { trail: 10, vest: 5, cap: 3, flask: 4, headlamp: 2, trousers: 1, socks: 2, gloves: 1 } },
  winterer: { share: 8, spend: 1.3, types: { down: 6, wool: 5, hat: 4, gloves: 4, socks: 3, boots: 3, bag: 3, thermos: 3, shell: 3, gaiters: 2 } },
  giver: { share: 8, spend: 0.5, types: { mug: 6, knife: 5, hat: 5, thermos: 4, multitool: 4, lantern: 4, compass: 3, socks: 3, headlamp: 2, chalk: 1, bottle: 3 } },
};

/** What is bought along with a type. */
const COMPANIONS = {
  boots: ['socks', 'gaiters', 'poles'], shoes: ['socks', 'daypack'], tent2: ['mat', 'bag', 'lantern'], tent4: ['mat', 'fibre', 'lantern'],
  bag: ['mat', 'pillow'], fibre: ['foam', 'pillow'], mat: ['pillow', 'bag'], stove: ['pot', 'mug'], spirit: ['mug', 'pot'], pack: ['drybag', 'poles', 'bottle'],
  daypack: ['bottle', 'thermos'], climbshoe: ['chalk', 'harness'], harness: ['helmet', 'rope', 'climbshoe'], rope: ['draws', 'helmet'], draws: ['rope'],
  trail: ['socks', 'flask', 'vest'], vest: ['flask', 'cap'], down: ['hat', 'gloves'], shell: ['trousers', 'hat'], wool: ['socks', 'hat'], hammock: ['tarp', 'lantern'], helmet: ['harness'],
};

/** mulberry32: numbers from 0 to 1 that are the same everywhere. */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The log as CSV, from the products of the catalogue; sessions are in the order of their shoppers, not of time. */
export function simulatedLog(products) {
  const random = randomNumbers(SEED);
  const below = (n) => Math.floor(random() * n);
  const byKind = new Map();
  for (const product of products) byKind.set(product.kind, [...(byKind.get(product.kind) ?? []), product]);
  /** How well known a product is: the first of a kind are in the front of the shop. */
  const fame = new Map(products.map((product) => [product.id, 0.4 + random()]));
  for (const [, [first]] of byKind) fame.set(first.id, 2);

  function weighted(entries) {
    let rest = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of entries) if ((rest -= weight) < 0) return value;
    return entries.at(-1)[0];
  }

  function choose(kind, shopper) {
    const level = (products) => products.reduce((sum, { price }) => sum + price, 0) / products.length;
    const all = byKind.get(kind);
    const wanted = level(all) * shopper.spend;
    return weighted(all.map((product) => {
      const fit = 1 / (0.3 + Math.abs(product.price - wanted) / wanted);
      const brand = product.brand === shopper.brand ? 2 : 1;
      return [product, fame.get(product.id) * fit * brand];
    }));
  }

  const rows = [];
  let session = 0;
  function visit(shopper) {
    const id = `s${++session}`;
    let time = BEGIN + below(DAYS) * 24 * HOUR + (7 + below(15)) * HOUR + below(3600) * 1000;
    const cart = new Map();
    const tell = (event, product) => {
      rows.push([id, new Date(time).toISOString(), event, product.id, product.sale_price ?? product.price, 1].join(','));
      time += (8 + below(90)) * 1000;
    };
    const add = (product) => {
      if (cart.has(product.id) || product.availability === 'out_of_stock') return;
      cart.set(product.id, product);
      tell('add_to_cart', product);
    };
    let kind = weighted(shopper.taste);
    const length = 2 + below(9);
    for (let step = 0; step < length; step++) {
      const product = choose(kind, shopper);
      tell('view_item', product);
      if (random() < 0.16) {
        add(product);
        const companions = COMPANIONS[kind];
        if (companions && random() < 0.6) {
          const companion = choose(companions[below(companions.length)], shopper);
          tell('view_item', companion);
          if (random() < 0.7) add(companion);
        }
      }
      const luck = random();
      if (luck > 0.6) kind = luck < 0.9 || !COMPANIONS[kind] ? weighted(shopper.taste) : COMPANIONS[kind][below(COMPANIONS[kind].length)];
      if (luck > 0.98) kind = products[below(products.length)].kind;
    }
    if (cart.size && random() < 0.75) for (const product of cart.values()) tell('purchase', product);
  }

  const tastes = Object.values(TASTES);
  const brands = [...new Set(products.map(({ brand }) => brand))];
  for (let i = 0; i < SHOPPERS; i++) {
    const { spend, types } = weighted(tastes.map((taste) => [taste, taste.share]));
    // Nobody likes everything of their kind equally.
    const taste = Object.entries(types).map(([kind, weight]) => [kind, weight * (0.3 + random())]);
    const shopper = { taste, spend: spend * (0.6 + random() * 0.8), brand: brands[below(brands.length)] };
    for (let visits = 1 + below(4); visits > 0; visits--) visit(shopper);
  }
  return ['session,time,event,item_id,price,quantity', ...rows].join('\n') + '\n';
}
