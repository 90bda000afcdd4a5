// Several tabs of one visitor: whatever each of them is told, all of it is in the visitor that they share.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { openBrowser, openShop, shopperIn } from './origin.mjs';
import { call, heard, ready, until } from './support.mjs';

let browser;
const endings = [];
before(async () => {
  browser = await openBrowser({ after: (end) => endings.push(end) });
});
after(() => Promise.all(endings.map((end) => end())));

const agree = () => addEventListener('DOMContentLoaded', () => window.vitrine.setConsent({ personalise: true }));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A visitor's tabs, all of them on the shop's page. */
async function tabs(t, count, prepare = []) {
  const shop = await openShop(t);
  const { open, said, errors } = await shopperIn(t, browser);
  const all = [];
  for (let tab = 0; tab < count; tab++) {
    all.push(await open(shop.address, { before: [prepare, agree].flat() }));
    await ready(all[tab]);
  }
  const another = async (address = shop.address, before = []) => {
    const page = await open(address, { before: [before, agree].flat() });
    await ready(page);
    return page;
  };
  return { all, another, said, errors };
}

/** The tab tells `count` events, in tasks of their own, some of them with rests in which it can save. */
const tell = (page, name, count) =>
  page.evaluate(
    async (name, count) => {
      for (let i = 0; i < count; i++) {
        window.vitrine.track('view_item', { items: [{ item_id: `${name}-${i}` }] });
        await new Promise((resolve) => setTimeout(resolve, i % 7 ? 0 : 30));
      }
    },
    name,
    count,
  );

const idsOf = (names, count) => names.flatMap((name) => Array.from({ length: count }, (_, i) => `${name}-${i}`)).sort();
const known = async (page) => (await call(page, 'profile')).views.map(({ item_id }) => item_id).sort();

for (const [count, each] of [[2, 50], [3, 40]]) {
  test(`${count} tabs that are told ${each} events each at once: none is lost, none counts twice`, async (t) => {
    const { all, another, said, errors } = await tabs(t, count);
    const names = ['a', 'b', 'c'].slice(0, count);
    await Promise.all(all.map((page, tab) => tell(page, names[tab], each)));
    const expected = idsOf(names, each);
    for (const page of all) {
      await until(page, async (total) => (await window.vitrine.profile()).views.length === total, expected.length);
      assert.deepEqual(await known(page), expected);
      const { events, visit } = await call(page, 'profile');
      // With the page view of each tab.
      assert.deepEqual([events, visit.number, visit.pages], [count * each + count, 1, count]);
    }
    for (const page of all) await page.close();
    const later = await another();
    assert.deepEqual(await known(later), expected);
    assert.equal((await call(later, 'profile')).events, count * each + count + 1);
    assert.deepEqual([said, errors], [[], []]);
  });
}

test('tabs that are left as soon as they were told something: it is there, and the others see it', async (t) => {
  const { all, another } = await tabs(t, 3);
  // Saving waits for idle time, which these do not get any more.
  const leave = (page, name) =>
    page.evaluate((name) => {
      for (let i = 0; i < 5; i++) window.vitrine.track('view_item', { items: [{ item_id: `${name}-${i}` }] });
      location.href = 'about:blank';
    }, name);
  const told = idsOf(['c'], 20);
  await tell(all[2], 'c', 20);
  for (const [tab, name] of ['a', 'b'].entries()) {
    await pause(700);
    await leave(all[tab], name);
    told.push(...idsOf([name], 5));
    await until(all[2], async (total) => (await window.vitrine.profile()).views.length === total, told.length);
  }
  assert.deepEqual(await known(await another()), told.sort());
});

test('tabs that write one after the other tell each other', async (t) => {
  const { all } = await tabs(t, 3);
  for (let turn = 0; turn < 9; turn++) {
    await tell(all[turn % 3], `t${turn}`, 1);
    await until(all[(turn + 1) % 3], async (total) => (await window.vitrine.profile()).views.length === total, turn + 1);
  }
  for (const page of all) assert.equal((await known(page)).length, 9);
});

/** What a browser takes along when it duplicates a tab, or brings one back that was closed; ours, and what others left. */
async function traces(page) {
  const [name, entries] = await page.evaluate(() => {
    sessionStorage.setItem('of the shop', '1');
    window.name ||= 'of the shop';
    return [window.name, Object.entries(sessionStorage)];
  });
  const leave = `() => {
    window.name = ${JSON.stringify(name)};
    for (const [key, value] of ${JSON.stringify(entries)}) sessionStorage.setItem(key, value);
  }`;
  return [page.url(), `(${leave})()`];
}

test('a tab that is duplicated, or brought back after it was closed, is one of its own: nothing is lost, nothing counts twice', async (t) => {
  const { all: [first], another, said, errors } = await tabs(t, 1);
  await tell(first, 'a', 10);
  // Not saved yet: what the first one still has to write, the second does not know.
  await first.evaluate(() => {
    const { requestIdleCallback } = window;
    const waiting = [];
    window.requestIdleCallback = (act) => waiting.push(act);
    window.rest = () => {
      window.requestIdleCallback = requestIdleCallback;
      waiting.forEach((act) => act());
    };
  });
  await tell(first, 'b', 5);
  const second = await another(...(await traces(first)));
  assert.deepEqual(await second.evaluate(() => [window.name, sessionStorage.length]), ['of the shop', 1]);
  await first.evaluate(() => window.rest());
  await Promise.all([tell(first, 'c', 20), tell(second, 'd', 20)]);
  const told = [...idsOf(['a'], 10), ...idsOf(['b'], 5), ...idsOf(['c', 'd'], 20)];
  const has = (page, count) => until(page, async (count) => (await window.vitrine.profile()).views.length === count, count);
  for (const page of [first, second]) await has(page, told.length);
  const back = await traces(second);
  await tell(second, 'e', 5);
  told.push(...idsOf(['e'], 5));
  await has(first, told.length);
  await second.close();
  const third = await another(...back);
  await tell(third, 'f', 5);
  told.push(...idsOf(['f'], 5));
  for (const page of [first, third]) {
    await has(page, told.length);
    assert.deepEqual(await known(page), [...told].sort());
    const { events, visit } = await call(page, 'profile');
    assert.deepEqual([events, visit.number, visit.pages], [told.length + 3, 1, 3]);
  }
  const written = await third.evaluate(() => JSON.parse(localStorage.getItem('vitrine'))[3].map(([tab]) => tab));
  assert.deepEqual([written.length, new Set(written).size], [3, 3]);
  assert.deepEqual([said, errors], [[], []]);
});

test('a tab in the background follows, and shows what it knows when it is looked at again', async (t) => {
  const { all } = await tabs(t, 2);
  const [back, front] = all;
  await front.bringToFront();
  for (const item_id of ['boot-1', 'tent-1']) await call(front, 'track', 'view_item', { items: [{ item_id, item_category: 'Hiking' }] });
  await until(front, () => localStorage.getItem('vitrine') !== null);
  await back.bringToFront();
  await until(back, () => window.vitrine.decide('home-hero').rule === 'hiking');
});

test('without Web Locks: one message, and tabs that do not write in the same moment lose nothing', async (t) => {
  const { all, said } = await tabs(t, 2, () => Object.defineProperty(navigator, 'locks', { value: undefined }));
  for (let turn = 0; turn < 6; turn++) {
    await tell(all[turn % 2], `t${turn}`, 3);
    await pause(600);
  }
  for (const page of all) assert.equal((await known(page)).length, 18);
  assert.deepEqual([...new Set(await heard(said))], ['[vitrine] Without https, the newer of two writes wins.']);
});
