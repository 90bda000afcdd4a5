// What the page knows by itself, and what a shop tells of its visitor: how it reaches conditions and texts.
import assert from 'node:assert/strict';
import test from 'node:test';
import { allowed, bundleOf, day, minute, open } from './support.mjs';

const shop = 'https://www.shop.example';

/** Rules of which at most one holds, or one slot for each: `id: condition`. */
const rulesOf = (conditions, more = {}, slotOf = () => 'a') => ({
  vitrine: 1,
  ...more,
  slots: Object.fromEntries(Object.keys(conditions).map((id) => [slotOf(id), { type: 'content' }])),
  rules: Object.entries(conditions).map(([id, when]) => ({ id, slot: slotOf(id), when, show: { template: 't' } })),
});
const each = (conditions, more) => bundleOf(rulesOf(conditions, more, (id) => 'slot-' + id));
const holding = (vitrine) => vitrine.decideAll().map(({ rule }) => rule).filter(Boolean).sort();

const channels = await bundleOf(
  rulesOf(Object.fromEntries(['direct', 'search', 'social', 'email', 'paid', 'referral'].map((name) => [name, { 'traffic.channel': name }]))),
);

for (const [query, referrer, channel] of [
  ['', '', 'direct'],
  ['?email=a@b.example&next=/social', '', 'direct'],
  ['', 'https://www.google.co.uk/', 'search'],
  ['', 'https://duckduckgo.com/', 'search'],
  ['?utm_source=google&utm_medium=organic', '', 'search'],
  ['?gclid=1', 'https://www.google.com/', 'paid'],
  ['?x=1&gbraid=1', '', 'paid'],
  ['?wbraid=1', '', 'paid'],
  ['?msclkid=1', 'https://www.bing.com/', 'paid'],
  ['?ttclid=1', '', 'paid'],
  ['?utm_source=google&utm_medium=cpc', '', 'paid'],
  ['?utm_source=partner&utm_medium=PPC', '', 'paid'],
  ['?fbclid=1&utm_source=fb&utm_medium=paid_social', 'https://l.facebook.com/', 'paid'],
  ['?fbclid=1', '', 'social'],
  ['', 'https://l.facebook.com/l.php', 'social'],
  ['', 'https://t.co/abc', 'social'],
  ['?utm_source=Instagram&utm_medium=bio', '', 'social'],
  ['?utm_source=spring&utm_medium=social', '', 'social'],
  ['?utm_source=spring&utm_medium=email', '', 'email'],
  ['?utm_source=newsletter', 'https://www.google.com/', 'email'],
  ['', 'https://mail.google.com/', 'email'],
  ['', 'https://blog.example/post', 'referral'],
  ['', 'https://google.example.com/', 'referral'],
  ['?utm_campaign=spring', '', 'referral'],
]) {
  test(`channel ${channel}: ${query || '/'} from ${referrer || 'nowhere'}`, async () => {
    const { vitrine } = await open({ bundle: channels });
    vitrine.page({ url: shop + '/' + query, referrer });
    assert.equal(vitrine.decide('a').rule, channel);
  });
}

test('a page of the shop before tells nothing new, whatever its host below the shop', async () => {
  const { vitrine } = await open({ bundle: channels });
  vitrine.page({ url: shop + '/?utm_medium=email', referrer: '' });
  for (const referrer of [shop + '/', 'https://shop.example/', 'https://checkout.shop.example/pay', undefined]) {
    vitrine.page({ url: shop + '/next', referrer });
    assert.equal(vitrine.decide('a').rule, 'email');
  }
  vitrine.page({ url: shop + '/next', referrer: 'https://blog.example/' });
  assert.equal(vitrine.decide('a').rule, 'referral');
});

test('source, medium and campaign, of the first time and of the last', async () => {
  const bundle = await each({
    first: { 'traffic.first.source': 'Newsletter', 'traffic.first.medium': 'email', 'traffic.first.campaign': 'May' },
    last: { 'traffic.source': 'google', 'traffic.medium': 'organic', 'traffic.campaign': { $exists: false } },
  });
  const { vitrine } = await open({ bundle, consent: allowed });
  vitrine.page({ url: shop + '/?utm_source=Newsletter&utm_medium=email&utm_campaign=May' });
  assert.deepEqual(holding(vitrine), ['first']);
  vitrine.page({ url: shop + '/', referrer: 'https://www.google.no/' });
  assert.deepEqual(holding(vitrine), ['first', 'last']);
});

test('consent that comes on a later page of the document still knows how the visitor came', async () => {
  const bundle = await each({ first: { 'traffic.first.channel': 'email' } });
  const { vitrine } = await open({ bundle });
  vitrine.page({ url: shop + '/?utm_medium=email' });
  vitrine.page({ url: shop + '/next' });
  vitrine.setConsent(allowed);
  assert.deepEqual(holding(vitrine), ['first']);
});

test('a page is known by its address, title and query', async () => {
  const bundle = await each({
    url: { 'page.url': shop + '/c/sale?size=42&size=43#top' },
    path: { 'page.path': '/c/sale' },
    size: { 'page.query.size': '42' },
    dotted: { 'page.query.a.b': 'c' },
    colour: { 'page.query.colour': { $exists: false } },
    title: { 'page.title': 'Sale' },
    type: { 'page.type': 'list' },
    nowhere: { 'page.url': { $exists: false }, 'page.path': { $exists: false } },
  });
  const { vitrine } = await open({ bundle });
  assert.deepEqual(holding(vitrine), ['colour', 'nowhere']);
  vitrine.page({ type: 'list' });
  assert.deepEqual(holding(vitrine), ['colour', 'nowhere', 'type']);
  vitrine.page({ type: 'list', title: 'Sale', url: shop + '/c/sale?size=42&size=43#top' });
  assert.deepEqual(holding(vitrine), ['colour', 'path', 'size', 'title', 'type', 'url']);
  vitrine.page({ url: shop + '/?a.b=c&colour=' });
  assert.deepEqual(holding(vitrine), ['dotted']);
});

test('outside of a browser, options tell device and language', async () => {
  const conditions = {
    type: { 'device.type': 'mobile' },
    touch: { 'device.touch': true },
    width: { 'device.width': { $lt: 500 } },
    os: { 'device.os': 'android' },
    browser: { 'device.browser': 'firefox' },
    language: { 'device.language': 'nb-NO' },
    locale: { locale: 'nb' },
  };
  const bundle = await each(conditions);
  const device = { type: 'mobile', touch: true, width: 390, os: 'android', browser: 'firefox', language: 'nb-NO' };
  const { vitrine } = await open({ bundle, device, locale: 'nb' });
  assert.deepEqual(holding(vitrine), Object.keys(conditions).sort());
  assert.deepEqual(holding((await open({ bundle })).vitrine), []);
});

test('paths lead into objects and lists', async () => {
  const bundle = await each(
    {
      name: { 'plan.name': 'pro' },
      second: { 'plan.items.1.sku': 'b' },
      whole: { plan: { name: 'pro', items: [{ sku: 'a' }, { sku: 'b' }] } },
      size: { tags: { $size: 2 } },
      one: { tags: 'x' },
      some: { tags: { $in: ['y', 'z'] } },
      all: { tags: { $all: ['x', 'y'] } },
      match: { 'plan.items': { $elemMatch: { sku: { $regex: '^b' } } } },
      version: { app: { $vgte: '1.10.0' } },
      missing: { 'plan.owner.name': null },
    },
    { attributes: { plan: { type: 'object' }, tags: { type: 'list' }, app: { type: 'string' } } },
  );
  const { vitrine, warnings } = await open({ bundle });
  assert.deepEqual(holding(vitrine), ['missing']);
  vitrine.setAttributes({ plan: { name: 'pro', items: [{ sku: 'a' }, { sku: 'b' }] }, tags: ['x', 'y'], app: 'v1.11.0' });
  assert.deepEqual(holding(vitrine), ['all', 'match', 'missing', 'name', 'second', 'size', 'some', 'version', 'whole']);
  vitrine.setAttributes({ plan: null, tags: [], app: '1.9.3' });
  assert.deepEqual(holding(vitrine), ['missing']);
  assert.deepEqual(warnings, []);
});

test('a value of another type than declared is reported', async () => {
  const attributes = { plan: { type: 'object' }, tags: { type: 'list' }, extra: { type: 'any' }, born: { type: 'date' } };
  const bundle = await bundleOf({ ...rulesOf({ r: {} }), attributes });
  const { vitrine, warnings } = await open({ bundle });
  vitrine.setAttributes({ plan: {}, tags: [], extra: [{}], born: 0 });
  vitrine.setAttributes({ plan: null, tags: undefined, extra: true, born: '2001-02-03' });
  vitrine.setAttributes({ born: new Date(0) });
  assert.deepEqual(warnings, []);
  vitrine.setAttributes({ plan: [], tags: 'x', extra: () => 1, born: 'soon' });
  assert.deepEqual(warnings.map(({ message }) => message), [
    'The attribute "plan" must be of type object.',
    'The attribute "tags" must be of type list.',
    'The attribute "extra" must be of type any.',
    'The attribute "born" must be of type date.',
  ]);
});

test('objects that cannot be read, or without an end, change nothing or are cut', async () => {
  const bundle = await each(
    { deep: { 'extra.a.b': 1 }, many: { list: { $size: { $gte: 500 } } } },
    { attributes: { extra: { type: 'any' }, list: { type: 'list' } } },
  );
  const { vitrine, warnings } = await open({ bundle });
  const endless = { a: { b: 1 } };
  endless.a.more = endless;
  vitrine.setAttributes({ extra: endless, list: Array.from({ length: 100_000 }, () => 'x'.repeat(10)) });
  assert.deepEqual(holding(vitrine), ['deep', 'many']);
  const trap = Object.defineProperty({}, 'a', { get: () => assert.fail('of the shop'), enumerable: true });
  vitrine.setAttributes({ list: [], extra: trap });
  assert.deepEqual(holding(vitrine), ['deep', 'many']);
  assert.deepEqual(warnings.map(({ code }) => code), ['input']);
});

test('dates: a Date, a text and a number are the same moment', async () => {
  const bundle = await each(
    { before: { born: { $before: '2000-01-01T00:00:00Z' } }, recent: { born: { $after: '-30d' } } },
    { attributes: { born: { type: 'date' } } },
  );
  const { vitrine, now } = await open({ bundle });
  assert.deepEqual(holding(vitrine), []);
  for (const born of [new Date('1999-05-06'), '1999-05-06', Date.parse('1999-05-06')]) {
    vitrine.setAttributes({ born: null });
    vitrine.setAttributes({ born });
    assert.deepEqual(holding(vitrine), ['before']);
  }
  vitrine.setAttributes({ born: new Date(now() - day) });
  assert.deepEqual(holding(vitrine), ['recent']);
  now.pass(29 * day);
  assert.deepEqual(holding(vitrine), ['recent']);
  now.pass(1);
  assert.deepEqual(holding(vitrine), []);
});

const greetings = await bundleOf({
  vitrine: 1,
  store: { locales: ['en', 'en-GB', 'nb', 'da'] },
  attributes: { name: { type: 'string' }, plan: { type: 'any' } },
  slots: { hello: { type: 'content' }, other: { type: 'content' } },
  rules: [
    {
      id: 'hello', slot: 'hello', when: {},
      show: {
        template: 'hero',
        title: { en: 'Hello {name|there}', 'en-GB': 'Good day {name}', nb: 'Hei {name|du}' },
        plan: 'Your plan: {plan.name|none}, since {plan.year}',
        link: '/account/{name|me}?plan={plan.name}',
        number: 7,
      },
    },
    { id: 'other', slot: 'other', when: {}, show: { template: 'line', title: 'The same for all' } },
  ],
});

for (const [locale, title] of [
  ['nb', 'Hei du'],
  ['nb-NO', 'Hei du'],
  ['NB_no', 'Hei du'],
  ['en-GB', 'Good day '],
  ['en-US', 'Hello there'],
  ['da', 'Hello there'],
  ['fr', 'Hello there'],
  [undefined, 'Hello there'],
]) {
  test(`the text for ${locale}: its own, a more general one, else the first`, async () => {
    const { vitrine } = await open({ bundle: greetings, locale });
    assert.equal(vitrine.decide('hello').show.title, title);
  });
}

test('placeholders take what the shop tells, encoded where that is an address', async () => {
  const { vitrine } = await open({ bundle: greetings });
  assert.deepEqual(vitrine.decide('hello').show, {
    template: 'hero', title: 'Hello there', plan: 'Your plan: none, since ', link: '/account/me?plan=', number: 7,
  });
  vitrine.setAttributes({ name: 'Åse/<b>&', plan: { name: 'a b', year: 2024 } });
  assert.deepEqual(vitrine.decide('hello').show, {
    template: 'hero', title: 'Hello Åse/<b>&', plan: 'Your plan: a b, since 2024', link: '/account/%C3%85se%2F%3Cb%3E%26?plan=a%20b', number: 7,
  });
  vitrine.setAttributes({ name: 'half \ud800', plan: { name: {}, year: '' } });
  assert.deepEqual(vitrine.decide('hello').show, {
    template: 'hero', title: 'Hello half \ud800', plan: 'Your plan: none, since ', link: '/account/half%20?plan=', number: 7,
  });
});

test('a decision changes with its texts, and only then', async () => {
  const { vitrine } = await open({ bundle: greetings });
  const [hello, other] = vitrine.decideAll();
  vitrine.setAttributes({ plan: { colour: 'red' } });
  assert.deepEqual(vitrine.decideAll(), [hello, other]);
  assert.equal(vitrine.decide('hello'), hello);
  vitrine.setAttributes({ name: 'Kim' });
  assert.notEqual(vitrine.decide('hello').token, hello.token);
  assert.equal(vitrine.decide('other'), other);
});

test('properties of events and of their items, also those that setItems told', async () => {
  const bundle = await each({
    method: { $event: 'login', where: { 'event.method': 'passkey' } },
    value: { $event: 'purchase', where: { 'event.value': { $gte: 100 } } },
    variant: { $event: 'view_item', where: { item_variant: 'red', 'item.sole': { $in: ['rubber'] } } },
    spent: { $event: 'purchase', sum: { 'event.shipping': { $gte: 10 } } },
  });
  const { vitrine } = await open({ bundle, consent: allowed });
  vitrine.track('login', { method: 'password' });
  vitrine.track('purchase', { transaction_id: 1, value: '99', shipping: 5 });
  vitrine.track('view_item', { items: [{ item_id: 'a', item_variant: 'red' }, { item_id: 'b', sole: 'rubber' }] });
  assert.deepEqual(holding(vitrine), []);
  vitrine.track('login', { method: 'passkey' });
  vitrine.track('purchase', { transaction_id: 2, value: '100', shipping: '5.0' });
  vitrine.setItems([{ item_id: 'a', sole: 'rubber' }]);
  vitrine.track('view_item', { items: [{ item_id: 'a', item_variant: 'red' }] });
  assert.deepEqual(holding(vitrine), ['method', 'spent', 'value', 'variant']);
});

test('a search is known without its capitals and spaces', async () => {
  const bundle = await each({ boots: { 'search.last': 'winter boots' } });
  const { vitrine } = await open({ bundle, consent: allowed });
  vitrine.track('search', { search_term: '  Winter BOOTS ' });
  assert.deepEqual(holding(vitrine), ['boots']);
  vitrine.track('search', { search_term: 'tents' });
  assert.deepEqual(holding(vitrine), []);
});

test('active time is what the host tells of it', async () => {
  const bundle = await each({ reading: { 'visit.active_seconds': { $gte: 30 } } });
  const { vitrine, now, warnings } = await open({ bundle, consent: allowed });
  vitrine.page({ type: 'home' });
  now.pass(minute);
  vitrine.active(29_999);
  assert.deepEqual(holding(vitrine), []);
  vitrine.active(1);
  assert.deepEqual(holding(vitrine), ['reading']);
  for (const bad of [-1, 0, NaN, Infinity, 'x', undefined]) vitrine.active(bad);
  assert.deepEqual(warnings, [{ code: 'active', message: 'active() takes milliseconds.' }]);
});
