// For how long somebody was active on a page, with a document and a clock that stand in for a browser's.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';

const root = new URL('../../', import.meta.url);
const esbuild = createRequire(new URL('web/package.json', root))('esbuild');
const { code } = esbuild.transformSync(
  (await import('node:fs')).readFileSync(new URL('web/src/activity.ts', root), 'utf8'),
  { loader: 'ts', format: 'esm' },
);
const { watchActivity } = await import('data:text/javascript,' + encodeURIComponent(code));

/** A page whose time passes when told; `told` collects what was measured. */
function visit(t) {
  let time = 0;
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { hidden: false });
  const before = { document: globalThis.document, addEventListener: globalThis.addEventListener };
  Object.assign(globalThis, { document, addEventListener: window.addEventListener.bind(window) });
  t.after(() => Object.assign(globalThis, before));
  t.mock.method(performance, 'now', () => time);
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const told = [];
  const controller = new AbortController();
  const expect = watchActivity((ms) => told.push(ms), controller.signal);
  return {
    told,
    expect,
    controller,
    /** In steps, so that timers find the time at which they were due. */
    pass(seconds) {
      for (let step = 0; step < seconds * 10; step++) {
        time += 100;
        t.mock.timers.tick(100);
      }
    },
    act: (type = 'pointermove') => window.dispatchEvent(new Event(type)),
    hide(hidden) {
      document.hidden = hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    },
  };
}

test('nothing is told before something depends on it, and time before does not count', (t) => {
  const { told, expect, pass, hide } = visit(t);
  pass(10);
  hide(true);
  hide(false);
  assert.deepEqual(told, []);
  expect(5000);
  pass(4.9);
  assert.deepEqual(told, []);
  pass(0.1);
  assert.deepEqual(told, [5000]);
});

test('half a minute after the last act, activity ends until the next one', (t) => {
  const { told, expect, pass, act } = visit(t);
  expect(40_000);
  pass(300);
  assert.deepEqual(told, []);
  act('scroll');
  pass(9.9);
  assert.deepEqual(told, []);
  pass(0.1);
  assert.deepEqual(told, [40_000]);
});

test('each act counts for another half a minute', (t) => {
  const { told, expect, pass, act } = visit(t);
  expect(50_000);
  pass(25);
  act('keydown');
  pass(25);
  assert.deepEqual(told, [50_000]);
});

test('a hidden page is nobody\'s; what was measured is told when it hides', (t) => {
  const { told, expect, pass, act, hide } = visit(t);
  expect(10_000);
  pass(4);
  hide(true);
  assert.deepEqual(told, [4000]);
  expect(6000);
  pass(100);
  act();
  pass(100);
  assert.deepEqual(told, [4000]);
  hide(false);
  pass(5.9);
  assert.deepEqual(told, [4000]);
  pass(0.1);
  assert.deepEqual(told, [4000, 6000]);
});

test('once nothing depends on it any more, nothing is told', (t) => {
  const { told, expect, pass, hide } = visit(t);
  expect(1000);
  pass(1);
  expect(Infinity);
  pass(20);
  hide(true);
  assert.deepEqual(told, [1000]);
});

test('it ends with its signal', (t) => {
  const { told, expect, pass, act, hide, controller } = visit(t);
  expect(60_000);
  pass(10);
  controller.abort();
  act();
  hide(true);
  assert.deepEqual(told, []);
});
