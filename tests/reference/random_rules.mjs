// Rule files and visitors' days at random: small enough to collide often, and with times on the edges of windows.

const CATEGORIES = ['Hiking', 'Camping', 'Water'];
const BRANDS = ['Alfa', 'Beta'];
const ITEMS = ['i1', 'i2', 'i3', 'i4'];
const EVENTS = ['view_item', 'add_to_cart', 'search', 'purchase', 'sign_up', 'view_cart'];
const METHODS = ['mail', 'phone'];
const TYPES = ['home', 'cart', 'product'];
const TIERS = ['none', 'silver', 'gold'];
const WINDOWS = ['1m', '10m', '30m', '1h', '1d', '7d'];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const ZONES = ['Europe/Oslo', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata'];
const OUTCOMES = ['shown', 'clicked', 'dismissed', 'converted'];

/** Seconds before a clock changes in two of the zones. */
export const START = Date.parse('2026-03-29T00:50:00Z');

export function randomRules(r) {
  const { below, chance, pick, many, some } = r;
  const experiments = {};
  const segments = {};

  const order = (numbers) => ({ [pick(['$lt', '$lte', '$gt', '$gte'])]: pick(numbers) });
  const amount = (numbers) =>
    pick([
      () => pick(numbers),
      () => order(numbers),
      () => ({ $ne: pick(numbers) }),
      () => ({ $in: some(numbers, 0.7).concat(numbers[0]) }),
    ])();
  const name = (names) =>
    pick([
      () => pick(names),
      () => ({ $eq: pick(names) }),
      () => ({ $ne: pick(names) }),
      () => ({ $in: [pick(names), pick(names)] }),
      () => ({ $nin: [pick(names)] }),
    ])();
  const clock = (numbers) => (chance(0.2) ? { $exists: chance(0.5) } : order(numbers));
  const date = (...dates) => ({ [pick(['$before', '$after'])]: pick(dates) });
  const contains = () =>
    pick([
      () => pick(ITEMS),
      () => ({ $in: [pick(ITEMS), pick(ITEMS)] }),
      () => ({ $all: [pick(ITEMS), 'i1'] }),
      () => ({ $nin: [pick(ITEMS)] }),
    ])();

  const where = () =>
    pick([
      () => ({ item_category: name(CATEGORIES) }),
      () => ({ item_brand: name(BRANDS), price: order([10, 20, 30]) }),
      () => ({ price: amount([10, 20, 30]) }),
      () => ({ $or: [{ item_id: pick(ITEMS) }, { item_category: pick(CATEGORIES) }] }),
      () => ({ $not: { item_category: pick(CATEGORIES) } }),
      () => ({ item_variant: name(['red', 'blue']) }),
      () => ({ 'item.size': amount([1, 2]) }),
      () => ({ 'event.method': name(METHODS) }),
      () => ({ 'event.score': amount([1, 2, 3]) }),
    ])();
  const perhaps = (share, make) => (chance(share) ? make() : {});
  const window = () => pick([() => 'session', () => 'today', () => ({ days: 1 + below(3) }), () => pick(WINDOWS)])();

  const happened = () => ({
    $event: pick(EVENTS),
    ...perhaps(0.5, () => ({ where: where() })),
    ...perhaps(0.7, () => ({ within: window() })),
    ...perhaps(0.7, () =>
      pick([
        () => ({ count: amount([1, 2, 3]) }),
        () => ({ count: 0 }),
        () => ({ sum: { price: order([20, 60, 90]) } }),
        () => ({ sum: { quantity: order([2, 4]) } }),
        () => ({ sum: { 'event.score': order([2, 5]) } }),
        () => ({ distinct: { [pick(['item_category', 'item_brand', 'item_id', 'item_variant'])]: amount([1, 2]) } }),
      ])(),
    ),
  });

  const since = () => ({
    $since: pick(EVENTS),
    ...perhaps(0.4, () => ({ where: where() })),
    ...perhaps(0.8, () => ({ age: { [pick(['$lt', '$lte', '$gt', '$gte'])]: pick(WINDOWS) } })),
  });

  function sequence() {
    const steps = [{ event: pick(EVENTS), ...perhaps(0.3, () => ({ where: where() })) }];
    const length = 2 + below(3);
    while (steps.length < length) {
      if (chance(0.4))
        steps.push({ not: pick(EVENTS), for: pick(WINDOWS), ...perhaps(0.2, () => ({ where: where() })) });
      else
        steps.push({
          event: pick(EVENTS),
          ...perhaps(0.4, () => ({ within: pick(WINDOWS) })),
          ...perhaps(0.2, () => ({ where: where() })),
        });
    }
    return { $sequence: steps, ...perhaps(0.5, () => ({ within: pick(['session', ...WINDOWS]) })) };
  }

  const path = () =>
    pick([
      () => ({ tier: name(TIERS) }),
      () => ({ years: amount([18, 30, 40]) }),
      () => ({ member: chance(0.5) }),
      () => ({ weather: name(['rain', 'sun']) }),
      () => ({ born: date('2000-01-01', '2026-03-30', '-1d', '-10m', '2026-03-29T12:00:00') }),
      () => ({ 'plan.name': name(['pro', 'free']) }),
      () => ({
        'plan.tags': pick([{ $all: ['x'] }, { $size: 2 }, { $in: ['x', 'y'] }, { $elemMatch: { $regex: '^[xy]$' } }]),
      }),
      () => ({ 'plan.seats': { $elemMatch: { id: order([1, 2]), name: name(['pro', 'free']) } } }),
      () => ({ 'page.type': name(TYPES) }),
      () => ({ 'page.path': pick(['/a', { $regex: 'a$' }]) }),
      () => ({ 'page.query.q': pick(['1', null, { $exists: true }, { $in: ['1', '2'] }]) }),
      () => ({ 'time.hour': amount([0, 1, 12, 13]) }),
      () => ({ 'time.minute': order([60, 720]) }),
      () => ({ 'time.weekday': pick([pick(DAYS), { $in: some(DAYS).concat('monday') }, { $nin: [pick(DAYS)] }]) }),
      () => ({ 'time.now': date('2026-03-30', '2026-03-29T18:00:00', '2026-04-01T00:00:00Z') }),
      () => ({ 'visit.number': amount([1, 2, 3]) }),
      () => ({ 'visit.pages': amount([1, 2, 3]) }),
      () => ({ 'visit.seconds': clock([60, 600, 0.5]) }),
      () => ({ 'visit.days_since_last': clock([1, 7]) }),
      () => ({ 'cart.quantity': amount([1, 2, 4]) }),
      () => ({ 'cart.value': amount([10, 40, 60]) }),
      () => ({ 'cart.items': amount([1, 2]) }),
      () => ({ 'cart.contains': contains() }),
      () => ({ 'cart.minutes': clock([1, 10]) }),
      () => ({ 'orders.count': amount([1, 2]) }),
      () => ({ 'orders.value': order([50, 100]) }),
      () => ({ 'orders.average': order([30, 50]) }),
      () => ({ [pick(['orders.first', 'orders.last'])]: date('-1d', '-10m', '2026-03-30', '2026-03-29T06:00:00') }),
      () => ({ [pick(['orders.days_since_first', 'orders.days_since_last'])]: clock([1, 7]) }),
      () => ({ [`orders.category.${pick(CATEGORIES)}.count`]: amount([1, 2]) }),
      () => ({ [`orders.category.${pick(CATEGORIES)}.value`]: order([20, 60]) }),
      () => ({ [`orders.category.${pick(CATEGORIES)}.days_since_last`]: clock([1, 7]) }),
      () => ({ 'viewed.count': amount([1, 2, 3]) }),
      () => ({ 'viewed.contains': contains() }),
      () => ({ 'viewed.last': name(ITEMS) }),
      () => ({ 'search.count': amount([1, 2]) }),
      () => ({ 'search.last': pick(['tent', { $regex: '^te' }, { $in: ['tent', 'boot'] }]) }),
      () => ({
        [`traffic.${pick(['', 'first.'])}${pick(['source', 'medium', 'campaign', 'channel'])}`]: name([
          'news',
          'email',
          'paid',
          'spring',
        ]),
      }),
      () => ({
        'affinity.item_category': pick([
          pick(CATEGORIES),
          { $top: pick(CATEGORIES) },
          { $share: { Hiking: order([0.31, 0.57]) } },
        ]),
      }),
      () => ({ 'affinity.item_brand': { $top: pick(BRANDS) } }),
      () => ({ [`affinity.item_category.${pick(CATEGORIES)}`]: order([0.31, 0.57]) }),
    ])();

  function condition(depth = 2) {
    const deeper = () => condition(depth - 1);
    if (depth > 0 && chance(0.45)) {
      return pick([
        () => ({ $and: many(1, 3, deeper) }),
        () => ({ $or: many(1, 3, deeper) }),
        () => ({ $nor: many(1, 2, deeper) }),
        () => ({ $not: deeper() }),
        () => ({ ...path(), ...path(), ...happened() }),
      ])();
    }
    const leaves = [path, path, path, happened, happened, since, sequence];
    if (Object.keys(segments).length) leaves.push(() => ({ $segment: pick(Object.keys(segments)) }));
    if (Object.keys(experiments).length) leaves.push(taking);
    return pick(leaves)();
  }

  function taking() {
    const experiment = pick(Object.keys(experiments));
    const { variations } = experiments[experiment];
    return {
      $experiment: experiment,
      ...perhaps(0.7, () => ({ variation: chance(0.5) ? pick(variations) : [...variations] })),
    };
  }

  const holdouts = chance(0.4) ? { rest: { share: 0.4 } } : {};
  for (const experiment of ['e1', 'e2', 'e3'].slice(0, below(4))) {
    const variations = ['a', 'b', 'c'].slice(0, 2 + below(2));
    const by = pick([
      () => ({}),
      () => ({ sticky: true }),
      () => ({ hashAttribute: 'tier' }),
      () => ({ hashAttribute: 'tier', sticky: true }),
      () => ({ switchback: pick(['1h', '5m']) }),
    ])();
    experiments[experiment] = {
      variations,
      ...by,
      ...perhaps(0.3, () => ({ coverage: 0.6 })),
      ...perhaps(0.3, () => ({ seed: pick(['s', 'frø']), hashVersion: 1 + below(2) })),
      ...perhaps(0.3, () => ({ when: condition(1) })),
      ...perhaps(0.2, () => ({ namespace: ['ns', 0.2, 0.9] })),
      ...perhaps('rest' in holdouts ? 0.5 : 0, () => ({ holdout: 'rest' })),
      ...perhaps(0.2, () => ({ control: 'a' })),
    };
  }
  for (const segment of ['g1', 'g2', 'g3', 'g4', 'g5']) segments[segment] = condition();

  const per = () => perhaps(0.8, () => ({ per: pick(['session', 'day', '7d', '10m']) }));
  const schedule = () => ({
    ...perhaps(0.4, () => ({ from: pick(['2026-03-29', '2026-03-29T09:00:00']) })),
    ...perhaps(0.4, () => ({ weekdays: [...new Set([...some(DAYS), 'sunday'])] })),
    ...perhaps(0.5, () => ({
      hours: pick([
        ['09:00', '17:00'],
        ['22:00', '06:30'],
        ['00:30', '23:30'],
      ]),
    })),
    ...perhaps(0.3, () => ({ zone: pick(ZONES) })),
    until: pick(['2026-03-30', '2026-04-02T00:00:00Z', '2027-01-01']),
  });
  const rules = many(6, 12, (i) => ({
    id: `r${i}`,
    slot: pick(['s1', 's2', 'p1', 'p2']),
    ...perhaps(0.6, () => ({ priority: below(3) })),
    ...perhaps(0.8, () => ({ when: condition() })),
    ...perhaps(0.25, () => ({ schedule: schedule() })),
    ...perhaps(0.3, () => ({ cap: { [pick(OUTCOMES)]: { max: 1 + below(2), ...per() } } })),
    ...perhaps(0.25, () => ({ exclusive: pick(['x', 'y']) })),
    ...perhaps(Object.keys(experiments).length ? 0.4 : 0, () => ({ experiment: pick(Object.keys(experiments)) })),
    show: { template: 't', title: `rule ${i}` },
  }));

  return {
    vitrine: 1,
    ...perhaps(0.7, () => ({ store: { timezone: pick(ZONES) } })),
    attributes: {
      tier: { type: 'string' },
      years: { type: 'number' },
      member: { type: 'boolean' },
      born: { type: 'date' },
      plan: { type: 'any' },
      weather: { type: 'string', ttl: '1h' },
    },
    segments,
    ...(Object.keys(experiments).length ? { experiments } : {}),
    ...(Object.keys(holdouts).length ? { holdouts } : {}),
    ...perhaps(0.5, () => ({
      budget: {
        popups: {
          per_session: 2,
          ...perhaps(0.5, () => ({ gap: '1m', per_day: 3 })),
          ...perhaps(0.5, () => ({ quiet: ['cart'] })),
        },
      },
    })),
    slots: { p1: { type: 'popup' }, p2: { type: 'popup' }, s1: { type: 'content' }, s2: { type: 'content' } },
    rules,
  };
}

/** What happens to one visitor; see steps.mjs. */
export function randomSteps(r, rules, length) {
  const { below, chance, pick, many } = r;
  const item = () => ({
    item_id: pick(ITEMS),
    item_category: pick(CATEGORIES),
    ...(chance(0.7) ? { item_brand: pick(BRANDS) } : {}),
    ...(chance(0.8) ? { price: pick([10, 20, 30]) } : {}),
    ...(chance(0.3) ? { quantity: 1 + below(3) } : {}),
    ...(chance(0.3) ? { item_variant: pick(['red', 'blue']), size: 1 + below(3) } : {}),
  });
  const campaign = ['', '?utm_source=news&utm_medium=email&utm_campaign=spring', '?utm_source=ads&utm_medium=cpc'];
  const page = (url) => ({
    page: {
      type: pick(TYPES),
      url,
      referrer: 'https://shop.example/',
      ...(chance(0.2) ? { slots: ['s2', 'p2', 's1'] } : {}),
    },
  });
  const attribute = () =>
    pick([
      () => ({ tier: pick([...TIERS, null]) }),
      () => ({ years: pick([18, 30, 40, 41]) }),
      () => ({ member: chance(0.5) }),
      () => ({ weather: pick(['rain', 'sun']) }),
      () => ({ born: pick(['1999-05-05', START, START + 3_600_000, '2026-03-29T21:30:00Z', null]) }),
      () => ({
        plan: {
          name: pick(['pro', 'free', 1]),
          tags: many(0, 3, () => pick(['x', 'y', 1])),
          seats: many(0, 2, () => ({ id: below(4), name: pick(['pro', 'free']) })),
        },
      }),
      () => ({ plan: null }),
    ])();
  const parameters = (name) => ({
    items: name === 'sign_up' || name === 'search' ? [] : many(1, 3, item),
    ...(name === 'search' ? { search_term: pick(['Tent', ' boot ', 'stove']) } : {}),
    ...(chance(0.3) ? { method: pick(METHODS), score: 1 + below(3) } : {}),
    ...(name === 'purchase' && chance(0.6) ? { transaction_id: pick(['t1', 't2', 't3']) } : {}),
    ...(name === 'purchase' && chance(0.3) ? { value: 55 } : {}),
  });
  const tracked = () => {
    const name = pick([...EVENTS, 'view_item', 'add_to_cart', 'remove_from_cart']);
    return { track: name, parameters: parameters(name) };
  };
  const minute = 60_000;
  const waits = [
    1,
    500,
    1000,
    minute - 1,
    minute,
    minute,
    10 * minute,
    10 * minute,
    30 * minute - 1,
    30 * minute,
    60 * minute,
  ];
  const long = [6 * 60 * minute, 1440 * minute - 1, 1440 * minute, 7 * 1440 * minute];
  const experiments = Object.entries(rules.experiments ?? {});
  const force = () => {
    const [name, { variations }] = pick(experiments);
    return { force: [name, chance(0.5) ? null : pick(variations)] };
  };
  const steps = many(length, length, () => {
    const dice = below(100);
    if (dice < 40) return tracked();
    if (dice < 65) return { wait: chance(0.85) ? pick(waits) : pick(long) };
    if (dice < 74)
      return page(`https://shop.example/${pick(['a', 'b'])}${chance(0.2) ? pick(campaign) : pick(['', '?q=1'])}`);
    if (dice < 82) return { attributes: attribute() };
    if (dice < 86) return { cart: many(0, 2, item) };
    if (dice < 95) return { report: pick(['p1', 'p2', 's1', 's2']), outcome: pick(['shown', 'shown', ...OUTCOMES]) };
    if (dice < 97 && experiments.length) return force();
    if (dice < 98) return { forget: true };
    return { consent: chance(0.6) };
  });
  const start = page(`https://shop.example/a${pick(campaign.slice(1))}`);
  // A forced arm keeps no exposure: nothing is reported while one is forced.
  const forced = new Set();
  const told = steps.filter((step) => {
    if (step.force) forced[step.force[1] === null ? 'delete' : 'add'](step.force[0]);
    return !(step.report && forced.size);
  });
  return [start, { consent: true }, ...told];
}
