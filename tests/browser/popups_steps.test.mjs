// Popups that ask: surveys, quizzes with branches, one of two.
import assert from 'node:assert/strict';
import test from 'node:test';
import { call, heard, setUp } from './support.mjs';
import { allow, button, closed, isOpen, look, opened, popupShop, reports, rule, violations } from './popups.mjs';

const shopper = setUp();
const KINDS = ['modal', 'corner', 'bar'];
const file = {
  attributes: {
    ground: { type: 'string' }, boots: { type: 'string' }, rain: { type: 'number' },
    place: { type: 'string', values: ['mountain', 'sea'] }, source: { type: 'string' },
  },
  segments: {
    stiff: { boots: 'mid', ground: 'rock' }, light: { boots: 'light', rain: { $gte: 100 } }, wet: { rain: { $exists: true } },
    sailor: { place: 'sea' }, social: { source: 'friend' },
  },
};

/** A page on which the button opens a popup of this template. */
async function enter(t, template, { kind = 'modal', visits = {}, said = [] } = {}) {
  const rules = [rule('r', { on: 'click', selector: '#open' }, { show: { template, kind } })];
  const kit = await shopper(t, await popupShop(rules, { file }));
  const page = await kit.visit({ before: allow, ...visits });
  t.after(async () => assert.deepEqual([await heard(kit.said, said.length), kit.errors], [said, []]));
  await page.evaluate(() => import('/vitrine/popups.js'));
  await page.focus('#open');
  await page.keyboard.press('Enter');
  await opened(page);
  return page;
}

/** What is asked, where the focus is, and whether that is seen. */
const asked = (page) =>
  page.evaluate(() => {
    const steps = [...document.querySelectorAll('vitrine-popup [data-vitrine-step]')].map((step) => step.dataset.vitrineStep);
    const { activeElement: active } = document;
    return [steps.join(), active.shadowRoot ? 'close' : active.textContent.trim()];
  });

/** Presses the button with this text in the step that is shown. */
async function press(page, text) {
  const buttons = await page.$$('vitrine-popup button');
  for (const one of buttons) if ((await one.evaluate(({ textContent }) => textContent)) === text) return one.click();
  assert.fail(`no button "${text}"`);
}

const submitted = async (page) => (await page.evaluate(() => window.events)).filter(([name]) => name === 'vitrine:submit').map(([, , , , values]) => values);

test('a quiz: one step at a time, by branches; the focus goes to the heading, which counts', async (t) => {
  const page = await enter(t, 'quiz');
  assert.deepEqual(await asked(page), ['ground', 'close']);
  assert.equal((await look(page)).label, 'Which boots suit you?');
  await press(page, 'Rock');
  assert.deepEqual(await asked(page), ['load', 'Question 2 of 3: What do you carry?']);
  await press(page, 'On'); // nothing is chosen: the browser says so
  assert.equal((await asked(page))[0], 'load');
  assert.equal(await page.$eval('vitrine-popup [value=day]', (field) => field === document.activeElement && field.validity.valueMissing), true);
  await page.click('vitrine-popup [value=day]');
  await press(page, 'On');
  assert.deepEqual(await asked(page), ['mail', 'Question 3 of 3: Where may we write to?']);
  assert.deepEqual(await reports(page), ['r shown']);
  await page.type('vitrine-popup [name=email]', 'kari@example.com');
  await page.keyboard.press('Enter');
  await closed(page);
  assert.equal((await look(page)).focus, 'open');
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
  assert.deepEqual(await submitted(page), [{ ground: 'rock', load: 'day', boots: 'mid', email: 'kari@example.com' }]);
  assert.deepEqual(await call(page, 'segments'), ['stiff']);
});

test('a quiz: an answer leads elsewhere than its form; at the result it is converted, and stays', async (t) => {
  const page = await enter(t, 'quiz');
  await press(page, 'Rock');
  await page.click('vitrine-popup [value=tent]');
  await press(page, 'On');
  assert.deepEqual(await asked(page), ['stiff', 'Stiff boots']);
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
  assert.deepEqual(await submitted(page), [{ ground: 'rock', load: 'tent', boots: 'mid' }]);
  assert.deepEqual(await call(page, 'segments'), ['stiff']);
  await page.keyboard.press('Escape');
  await closed(page);
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
  assert.equal((await look(page)).focus, 'open');
});

test('a quiz: back, and on by another branch; what was answered on the way that was left does not count', async (t) => {
  const page = await enter(t, 'quiz');
  await press(page, 'Forest');
  assert.deepEqual(await asked(page), ['wet', 'Question 2 of 3: How wet is it?']);
  await page.type('vitrine-popup [name=rain]', '120');
  await press(page, 'On');
  await press(page, 'Back');
  assert.deepEqual(await asked(page), ['wet', 'Question 2 of 3: How wet is it?']);
  assert.equal(await page.$eval('vitrine-popup [name=rain]', ({ value }) => value), '120');
  await press(page, 'Back');
  assert.deepEqual(await asked(page), ['ground', 'Question 1 of 3 Where do you walk?']);
  await press(page, 'Rock');
  await page.click('vitrine-popup [value=day]');
  await press(page, 'On');
  await press(page, 'Rather not');
  assert.deepEqual(await submitted(page), [{ ground: 'rock', load: 'day', boots: 'mid', email: '' }]);
  assert.deepEqual(await call(page, 'segments'), ['stiff']);
});

test('a quiz: back from the result and answered anew is told anew, and converted once', async (t) => {
  const page = await enter(t, 'quiz');
  await press(page, 'Rock');
  await page.click('vitrine-popup [value=tent]');
  await press(page, 'On');
  await press(page, 'Back');
  assert.deepEqual(await asked(page), ['load', 'Question 2 of 3: What do you carry?']);
  await page.click('vitrine-popup [value=day]');
  await press(page, 'On');
  await press(page, 'Send');
  await closed(page);
  assert.deepEqual(await submitted(page), [{ ground: 'rock', load: 'tent', boots: 'mid' }, { ground: 'rock', load: 'day', boots: 'mid', email: '' }]);
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
});

test('a quiz that is closed half-way is dismissed, and nothing is known of its answers', async (t) => {
  const page = await enter(t, 'quiz');
  await press(page, 'Forest');
  await page.type('vitrine-popup [name=rain]', '120');
  await (await button(page)).click();
  await closed(page);
  assert.deepEqual([await reports(page), await submitted(page), await call(page, 'segments')], [['r shown', 'r dismissed'], [], []]);
  await page.keyboard.press('Enter');
  await opened(page);
  assert.deepEqual(await asked(page), ['ground', 'close'], 'it begins anew');
});

test('a next step that is not there ends the quiz, with a warning', async (t) => {
  const page = await enter(t, 'quiz', { said: ['[vitrine] "lode" is no data-vitrine-step: the quiz ends.'] });
  await page.$eval('vitrine-popup [value=rock]', (button) => (button.dataset.vitrineNext = 'lode'));
  await press(page, 'Rock');
  await closed(page);
  assert.deepEqual([await reports(page), await submitted(page)], [['r shown', 'r converted'], [{ ground: 'rock' }]]);
});

test('a shop that takes the last answer over keeps the popup at that step, and may be asked again', async (t) => {
  const page = await enter(t, 'quiz');
  await page.evaluate(() => {
    const refuse = (event) => event.detail.values.email || event.preventDefault();
    addEventListener('vitrine:submit', refuse);
  });
  await press(page, 'Forest');
  await page.type('vitrine-popup [name=rain]', '120');
  await press(page, 'On');
  await press(page, 'Send');
  assert.equal((await asked(page))[0], 'mail');
  await page.type('vitrine-popup [name=email]', 'kari@example.com');
  await press(page, 'Send');
  await closed(page);
  const values = { ground: 'forest', rain: '120', boots: 'light' };
  assert.deepEqual(await submitted(page), [{ ...values, email: '' }, { ...values, email: 'kari@example.com' }]);
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
  assert.deepEqual(await call(page, 'segments'), ['light', 'wet']);
});

test('a quiz by keyboard alone', async (t) => {
  const page = await enter(t, 'quiz');
  const keys = async (...all) => {
    for (const key of all) await page.keyboard.press(key);
  };
  await keys('Tab', 'Enter'); // Rock
  assert.deepEqual(await asked(page), ['load', 'Question 2 of 3: What do you carry?']);
  await keys('Tab', ' ', 'Enter'); // the first answer, and Enter sends a form
  assert.deepEqual(await asked(page), ['mail', 'Question 3 of 3: Where may we write to?']);
  await keys('Tab', 'Tab', 'Tab', 'Tab', ' '); // Back
  assert.deepEqual(await asked(page), ['load', 'Question 2 of 3: What do you carry?']);
  await keys('Tab', 'ArrowDown', 'Tab', 'Enter');
  assert.deepEqual(await asked(page), ['stiff', 'Stiff boots']);
  await keys('Tab');
  assert.deepEqual(await page.evaluate(() => document.activeElement.textContent), 'See them');
  await keys('Escape');
  await closed(page);
  assert.equal((await look(page)).focus, 'open');
});

test('one of two: a button is the answer', async (t) => {
  const page = await enter(t, 'choice');
  assert.equal((await look(page)).label, 'Mountain or sea?');
  assert.deepEqual(await violations(page), []);
  await press(page, 'Sea');
  await closed(page);
  assert.deepEqual([await submitted(page), await call(page, 'segments')], [[{ place: 'sea' }], ['sailor']]);
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
});

test('a survey of one question, named by it, says thanks', async (t) => {
  const page = await enter(t, 'survey', { kind: 'corner' });
  assert.equal((await look(page)).label, 'How did you find us?');
  await page.click('vitrine-popup [value=friend]');
  await press(page, 'Send');
  assert.deepEqual(await asked(page), ['thanks', 'Thank you!']);
  assert.deepEqual([await submitted(page), await call(page, 'segments')], [[{ source: 'friend' }], ['social']]);
  await page.keyboard.press('Escape');
  await closed(page);
  assert.equal((await look(page)).focus, 'open');
  assert.deepEqual(await reports(page), ['r shown', 'r converted']);
});

test('of several boxes of one name the shop hears of all that are ticked', async (t) => {
  const page = await enter(t, 'survey');
  await page.$$eval('vitrine-popup input', (fields) => {
    for (const field of fields) {
      Object.assign(field, { type: 'checkbox', required: false });
      field.removeAttribute('data-vitrine-attribute'); // of one box it is true or false
    }
  });
  for (const value of ['friend', 'search']) await page.click(`vitrine-popup [value=${value}]`);
  await press(page, 'Send');
  assert.deepEqual(await submitted(page), [{ source: ['friend', 'search'] }]);
});

for (const kind of KINDS) {
  test(`${kind}: axe-core has nothing to say of any step, in a window of 320 px with a text of double size, right to left`, async (t) => {
    const page = await enter(t, 'quiz', { kind, visits: { emulate: { viewport: { width: 320, height: 480 }, userAgent: 'x' } } });
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
      document.documentElement.style.fontSize = '32px';
    });
    const check = async (step) => {
      assert.equal((await asked(page))[0], step);
      assert.deepEqual(await violations(page), [], step);
      const fits = await page.$eval('vitrine-popup >>> dialog', (dialog) => {
        const { top, bottom, left, right } = dialog.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight && left >= 0 && right <= innerWidth && dialog.scrollWidth <= dialog.clientWidth;
      });
      assert.equal(fits, true, step);
    };
    await check('ground');
    await press(page, 'Forest');
    await check('wet');
    await press(page, 'Back');
    await press(page, 'Rock');
    await check('load');
    await page.click('vitrine-popup [value=day]');
    await press(page, 'On');
    await check('mail');
    await press(page, 'Rather not');
    await check('stiff');
    assert.equal(await isOpen(page), true);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
  });
}
