// What the device knows of its visitor: nothing but the list of what happened. Every question goes through all of it.

const VISIT_IDLE = 30 * 60_000;
const HALF_LIFE = 14 * 86_400_000;
const WEIGHTS = { view_item: 1, select_item: 1, add_to_wishlist: 3, add_to_cart: 3, purchase: 5 };

const clean = (item) => ({
  ...item,
  item_id: item.item_id ?? null,
  price: item.price ?? null,
  quantity: item.quantity ?? 1,
});
const worth = (items) => items.reduce((sum, { price, quantity }) => sum + (price ?? 0) * quantity, 0);

/** 64-bit FNV-1a over UTF-16 units: what decides between equals. */
function identity(text) {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n);
  return hash;
}

export class History {
  /** `{at, kind: 'event' | 'cart' | 'report' | 'touch' | 'arm', ...}` */
  #entries = [];

  track(at, name, { items = [], transaction_id, ...parameters } = {}) {
    const known = this.#entries.some((entry) => entry.name === 'purchase' && entry.transaction === transaction_id);
    if (name === 'purchase' && transaction_id !== undefined && known) return;
    this.#entries.push({
      at,
      kind: 'event',
      name,
      items: items.map(clean),
      event: parameters,
      transaction: transaction_id,
    });
  }

  setCart(at, items) {
    this.#entries.push({ at, kind: 'cart', items: items.map(clean) });
  }

  report(at, rule, outcome, popup) {
    this.#entries.push({ at, kind: 'report', rule, outcome, popup });
  }

  touch(at, traffic) {
    this.#entries.push({ at, kind: 'touch', traffic });
  }

  /** The arm that was shown of a sticky experiment. */
  assign(at, experiment, arm) {
    this.#entries.push({ at, kind: 'arm', experiment, arm });
  }

  #of = (kind, name) =>
    this.#entries.filter((entry) => entry.kind === kind && (name === undefined || entry.name === name));

  events = (name) => this.#of('event', name ?? undefined);
  arm = (experiment) => this.#of('arm').findLast((entry) => entry.experiment === experiment)?.arm;

  /** Reports of a rule, or with `*` of all popups. */
  reports(rule, outcome) {
    return this.#of('report').filter(
      (entry) => entry.outcome === outcome && (rule === '*' ? entry.popup : entry.rule === rule),
    );
  }

  /** The present visit, which goes on until the next activity begins another. Its entries are those from `first` on. */
  visit() {
    let visit = { number: 1, started: null, gap: null, first: 0 };
    let active = null;
    this.#entries.forEach(({ at, kind }, index) => {
      if (kind !== 'event' && kind !== 'cart') return;
      if (active === null) visit = { ...visit, started: at, first: index };
      else if (at - active >= VISIT_IDLE)
        visit = { number: visit.number + 1, started: at, gap: at - active, first: index };
      active = at;
    });
    const entries = this.#entries.slice(visit.first);
    return { ...visit, entries, pages: entries.filter(({ name }) => name === 'page_view').length };
  }

  traffic() {
    const touches = this.#of('touch');
    return { first: touches.at(0)?.traffic, last: touches.at(-1)?.traffic };
  }

  cart() {
    let lines = [];
    let since = null;
    const put = (item) => {
      const line = lines.find(({ item_id }) => item_id === item.item_id);
      if (item.item_id === null || item.quantity === 0) return;
      if (!line) lines.push({ ...item });
      else Object.assign(line, { quantity: line.quantity + item.quantity, price: item.price ?? line.price });
    };
    for (const { at, kind, name, items } of this.#entries) {
      const empty = lines.length === 0;
      if (name === 'add_to_cart') items.forEach(put);
      if (name === 'remove_from_cart') {
        for (const item of items) {
          const line = lines.find(({ item_id }) => item_id === item.item_id);
          if (line) line.quantity -= item.quantity;
          lines = lines.filter(({ quantity }) => quantity > 0);
        }
      }
      if (name === 'purchase') lines = [];
      if (kind === 'cart') {
        lines = [];
        items.forEach(put);
      }
      if (lines.length === 0) since = null;
      else if (empty) since = at;
    }
    const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
    return { ids: lines.map(({ item_id }) => item_id), quantity, value: worth(lines), since };
  }

  orders() {
    const list = this.events('purchase').map(({ at, items, event }) => ({ at, value: event.value ?? worth(items) }));
    const value = list.reduce((sum, order) => sum + order.value, 0);
    const count = list.length;
    return {
      count,
      value,
      average: count ? value / count : null,
      first: list[0]?.at ?? null,
      last: list.at(-1)?.at ?? null,
    };
  }

  /** Different items, the latest last. */
  viewed() {
    const ids = this.events('view_item').flatMap(({ items }) => items.map(({ item_id }) => item_id));
    return ids.filter((id, i) => id !== null && ids.lastIndexOf(id) === i);
  }

  lastSearch() {
    return (
      this.events('search')
        .findLast(({ event }) => event.search_term !== undefined)
        ?.event.search_term.trim()
        .toLowerCase() ?? null
    );
  }

  /** `[value, share]` of a dimension, the strongest first. */
  affinity(dimension, now) {
    const weights = new Map();
    for (const { at, name, items } of this.events()) {
      for (const item of items) {
        const value = item[dimension];
        const weight = (WEIGHTS[name] ?? 0) * 2 ** ((at - now) / HALF_LIFE);
        if (value && weight) weights.set(value, (weights.get(value) ?? 0) + weight);
      }
    }
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    // What was added up in another order may differ in its last digits.
    const close = (a, b) => Math.abs(a - b) < 1e-12 * total;
    const order = ([a, x], [b, y]) =>
      close(x, y) ? (identity('value\0' + a) < identity('value\0' + b) ? -1 : 1) : y - x;
    return [...weights].sort(order).map(([value, weight]) => [value, weight / total]);
  }
}
