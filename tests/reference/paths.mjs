// What each path of the language stands for.
import { local } from './calendar.mjs';
import { unknown } from './conditions.mjs';

const DAY = 86_400_000;

/** A time that passes, in its unit; null until it began. */
const passed = (now, since, unit) => ({ value: since === null ? null : (now - since) / unit, nullable: true });
const plain = (value) => ({ value });

/** What the page, the clock and the host know; undefined: none of these. */
function known(path, { zone, now, page, came, consent, locale, attributes }) {
  const [family, ...rest] = path.split('.');
  const name = rest.join('.');
  if (family === 'time') {
    const { hour, minute, weekday } = local(zone, now);
    return plain({ hour, minute, weekday, now }[name]);
  }
  if (family === 'page') {
    const url = page.url === undefined ? null : new URL(page.url);
    if (rest[0] === 'query') return plain(url?.searchParams.get(rest.slice(1).join('.')) ?? null);
    return plain({ type: page.type, url: url?.href, path: url?.pathname, title: page.title }[name] ?? null);
  }
  if (path === 'locale') return plain(locale);
  // How one came to this page is known without consent, all else is not.
  if (family === 'traffic' && name !== 'first' && !consent && came && rest.length === 1) return plain(came[name]);
  if (family in attributes)
    return plain(rest.reduce((at, key) => (isObject(at) && key in at ? at[key] : null), attributes[family]));
  return undefined;
}

const isObject = (value) => typeof value === 'object' && value !== null;

/** What comes from behaviour. */
function behaviour(path, { history, now }) {
  const [family, name, ...rest] = path.split('.');
  const visit = history.visit();
  switch (family) {
    case 'visit':
      if (name === 'seconds') return passed(now, visit.started, 1000);
      if (name === 'days_since_last') return { value: visit.gap === null ? null : visit.gap / DAY, nullable: true };
      return plain(visit[name]);
    case 'cart': {
      const { ids, quantity, value, since } = history.cart();
      if (name === 'minutes') return passed(now, since, 60_000);
      if (name === 'contains') return { value: ids, contains: true };
      return plain({ quantity, value, items: ids.length }[name]);
    }
    case 'orders': {
      if (name === 'category') return category(rest.slice(0, -1).join('.'), rest.at(-1), history, now);
      const { first, last, count, value, average } = history.orders();
      if (name === 'days_since_first') return passed(now, first, DAY);
      if (name === 'days_since_last') return passed(now, last, DAY);
      return { value: { first, last, count, value, average }[name], nullable: true };
    }
    case 'viewed': {
      const ids = history.viewed();
      if (name === 'contains') return { value: ids, contains: true };
      return plain(name === 'count' ? ids.length : (ids.at(-1) ?? null));
    }
    case 'search':
      return plain(name === 'count' ? history.events('search').length : history.lastSearch());
    case 'traffic': {
      const { first, last } = history.traffic();
      return plain((name === 'first' ? first?.[rest[0]] : last?.[name]) ?? null);
    }
    case 'affinity': {
      const shares = history.affinity(name, now);
      if (!rest.length) return plain(shares[0]?.[0] ?? null);
      return plain(shares.find(([value]) => value === rest.join('.'))?.[1] ?? 0);
    }
  }
  throw new Error(`unknown path ${path}`);
}

/** Orders with items of a category, and these items alone. */
function category(name, figure, history, now) {
  const of = ({ items }) => items.filter((item) => item.item_category === name);
  const orders = history.events('purchase').filter((order) => of(order).length > 0);
  if (figure === 'days_since_last') return passed(now, orders.at(-1)?.at ?? null, DAY);
  const value = orders.flatMap(of).reduce((sum, { price, quantity }) => sum + (price ?? 0) * quantity, 0);
  return plain(figure === 'count' ? orders.length : value);
}

/** `{value, nullable?, contains?}`, see `passes` in conditions.mjs. */
export function read(path, world) {
  return known(path, world) ?? (world.consent ? behaviour(path, world) : plain(unknown));
}
