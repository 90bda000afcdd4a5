// The demo's own parts: its catalogue and texts, its simulated log, a shop's own, its server.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile, readModel } from 'vitrine/authoring';
import { CATEGORIES, LANGUAGES, products } from '../../demo/catalogue/catalogue.mjs';
import { simulatedLog } from '../../demo/log/generate.mjs';
import { PICTURES } from '../../demo/pictures/products.mjs';
import { outdoorShop } from '../../demo/shops/outdoor.mjs';
import { ownShop } from '../../demo/shops/own.mjs';
import { WORDS } from '../../demo/storefront/words.js';

async function folder(t, files) {
  const path = await mkdtemp(join(tmpdir(), 'vitrine-demo-'));
  t.after(() => rm(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return (name) => join(path, name);
}

test('151 products, each with a picture, a category and its own title in every language', () => {
  const all = products();
  assert.equal(all.length, 151);
  assert.equal(new Set(all.map(({ id }) => id)).size, 151);
  for (const language of LANGUAGES) assert.equal(new Set(all.map(({ title }) => title[language])).size, 151);
  const keys = CATEGORIES.map(({ key }) => key);
  assert.deepEqual([...new Set(all.map(({ category }) => category))].sort(), [...keys].sort());
  for (const { id, picture, price, sale_price, description } of all) {
    assert.equal(typeof PICTURES[picture], 'function', id);
    assert.ok(price > 0 && (sale_price === null || sale_price < price), id);
    for (const language of LANGUAGES) assert.doesNotMatch(description[language], /undefined/, id);
  }
  assert.deepEqual(all.filter(({ availability }) => availability !== 'in_stock').map(({ id }) => id),
    ['boots-10', 'shoes-5', 'daypack-7', 'tent4-3', 'trail-6']);
  assert.deepEqual(all.find(({ id }) => id === 'boots-1').title, { en: 'Rabbe hiking boots', nb: 'Rabbe fjellsko' });
});

test('the storefront says everything in every language', () => {
  const shape = (value) => (typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shape(one)])) : typeof value);
  const { own, ...both } = WORDS.en; // a shop's own data is in one language
  for (const [name, text] of Object.entries(own)) assert.equal(typeof text, typeof both[name], name);
  assert.deepEqual(shape(WORDS.nb), shape(both));
});

test('the rules compile in every language and for any shop', async () => {
  const own = ownShop({ feed: 'feed.csv', events: 'log.csv' });
  for (const rules of [await outdoorShop().rules('en'), await outdoorShop().rules('nb'), await own.rules('en')]) {
    assert.deepEqual((await compile(rules)).diagnostics, []);
  }
});

test('the simulated log is the same every time, and its shoppers have taste', () => {
  const log = simulatedLog(products());
  assert.equal(simulatedLog(products()), log);
  const rows = log.trimEnd().split('\n');
  assert.deepEqual(rows.slice(0, 3), [
    'session,time,event,item_id,price,quantity',
    's1,2026-02-13T19:32:15.000Z,view_item,hammock-1,69,1',
    's1,2026-02-13T19:33:05.000Z,view_item,hammock-1,69,1',
  ]);
  const sessions = new Map();
  for (const row of rows.slice(1)) {
    const [session, , , id] = row.split(',');
    sessions.set(session, new Set([...(sessions.get(session) ?? []), id.replace(/-\d+$/, '')]));
  }
  const share = (kind, other) => {
    const having = [...sessions.values()].filter((kinds) => kinds.has(kind));
    return having.filter((kinds) => kinds.has(other)).length / having.length;
  };
  assert.ok(share('climbshoe', 'harness') > 0.3);
  assert.ok(share('climbshoe', 'tent2') < 0.05);
  assert.ok(share('tent2', 'mat') > 0.2);
});

test("a shop's own catalogue is what the model knows: most popular first, initials where there is no picture, no word of stock unless something is not there", async (t) => {
  const file = await folder(t, {
    'log.csv': 'session,item_id,time\n1,b,1\n1,a,2\n2,b,3\n2,c/1,4\n3,b,5\n3,c/1,6\n4,c/1,7\n4,a,8\n4,b,9\n',
    'feed.csv': 'SKU,title,price,product_type,image_link,brand\na,Red mug,3,Mugs > Small,,\nb,Blue bowl,4,Bowls & more,https://pictures.example/b.jpg,Kopp\nc/1,White mug,5,Mugs,http://pictures.example/c.jpg,\n',
    'stock.csv': 'id,title,availability\na,Red mug,out of stock\nb,Blue bowl,in stock\nc/1,White mug,preorder\n',
  });
  const cli = fileURLToPath(new URL('../../web/dist/cli.js', import.meta.url));
  async function learned(options) {
    const shop = ownShop({ events: file('log.csv'), time: 'rank', ...options }, '/files');
    execFileSync(process.execPath, [cli, 'train', shop.log.path, ...shop.training, '--feed', shop.feed('en').path, '--out', file('model')], { stdio: 'ignore' });
    return shop.catalogue('en', file('model'));
  }
  const { products, categories, bestsellers, pictures, currency } = await learned({ feed: file('feed.csv'), 'feed-columns': 'id=SKU', currency: 'GBP' });
  const [bowl, ...mugs] = products;
  assert.deepEqual(bowl, {
    id: 'b', title: 'Blue bowl', price: 4, sale_price: null, availability: null, brand: 'Kopp', category: 'Bowls & more', description: null,
    image: 'https://pictures.example/b.jpg',
  });
  assert.deepEqual(mugs.map(({ id, image }) => [id, image.replace(/-[a-z]+\.svg$/, '')]), [['c/1', '/files/pictures/initials-57-4d'], ['a', '/files/pictures/initials-52-4d']]);
  assert.match(pictures[0][1], />WM<\/text>/);
  assert.deepEqual(categories.map(({ slug, title }) => [slug, title]), [['mugs', 'Mugs'], ['bowls-more', 'Bowls & more']]);
  assert.deepEqual([currency, bestsellers], ['GBP', ['b', 'c/1', 'a']]);
  const { core } = await readModel(file('model'));
  assert.deepEqual(core.display.fields.link, ['/en/p/b', '/en/p/c%2F1', '/en/p/a']);
  assert.equal(core.display.fields.image_link[1], mugs[0].image);
  const stocked = await learned({ feed: file('stock.csv') });
  assert.deepEqual(stocked.products.map(({ availability }) => availability), [null, 'preorder', 'out_of_stock']);
});

test('the server answers views with the page of their language and nothing from outside', async (t) => {
  const file = await folder(t, {
    'site/en/index.html': 'English', 'site/nb/index.html': 'Norsk', 'site/vitrine/rules.0123456789ab.json': '{}', 'site/vitrine/model.0123456789ab/7.json': '{}', 'site/shop/app.js': '1', 'secret.txt': 'secret',
    'site/files-0123456789ab/vitrine/en/vitrine.js': '{}', 'site/files-0123456789ab/vitrine/en/vitrine.json': 'manifest',
  });
  const serve = fileURLToPath(new URL('../../demo/serve.mjs', import.meta.url));
  const server = spawn(process.execPath, [serve, '--port', '0', '--root', file('site')], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => server.kill());
  const [line] = await once(server.stdout.setEncoding('utf8'), 'data');
  const get = async (path, headers = {}) => {
    const answer = await fetch(/http:\S+\d/.exec(line)[0] + path, { headers, redirect: 'manual' });
    return [answer.status, answer.headers.get('location') ?? answer.headers.get('cache-control') ?? await answer.text(), await answer.text().catch(() => '')];
  };
  assert.deepEqual((await get('/', { 'accept-language': 'nn-NO,en;q=0.5' })).slice(0, 2), [302, '/nb/']);
  assert.deepEqual((await get('/', { 'accept-language': 'et' })).slice(0, 2), [302, '/en/']);
  assert.deepEqual(await get('/nb/p/boots-1.5'), [200, 'no-cache', 'Norsk']);
  assert.deepEqual(await get('/en/c/tents?page=2'), [200, 'no-cache', 'English']);
  assert.deepEqual(await get('/en/p/boots-0123456789ab.1'), [200, 'no-cache', 'English']);
  for (const path of ['vitrine/rules.0123456789ab.json', 'vitrine/model.0123456789ab/7.json', 'files-0123456789ab/vitrine/en/vitrine.js']) {
    assert.deepEqual(await get(`/${path}`), [200, 'max-age=31536000, immutable', '{}'], path);
  }
  assert.deepEqual(await get('/files-0123456789ab/vitrine/en/vitrine.json'), [200, 'no-cache', 'manifest']);
  assert.deepEqual(await get('/shop/app.js'), [200, 'no-cache', '1']);
  for (const path of ['/..%2fsecret.txt', '/shop/none.js', '/shop', '/de/', '/%ff']) assert.equal((await get(path))[0], 404, path);
});

test('the guide and the generator say that the shoppers are simulated', async () => {
  for (const name of ['README.md', 'log/generate.mjs']) {
    assert.match(await readFile(new URL(`../../demo/${name}`, import.meta.url), 'utf8'), /simulated/i);
  }
  assert.equal(outdoorShop().log.name, 'simulated-events.csv');
});
