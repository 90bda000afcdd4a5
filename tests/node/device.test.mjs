// What a browser tells of its device, with what browsers really call themselves.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const esbuild = createRequire(new URL('web/package.json', root))('esbuild');
const { outputFiles } = esbuild.buildSync({
  absWorkingDir: fileURLToPath(new URL('web', root)),
  entryPoints: ['src/surroundings.ts'],
  bundle: true,
  format: 'esm',
  write: false,
  define: { PAGE: 'false' },
});
const { surroundings, languageOf } = await import('data:text/javascript,' + encodeURIComponent(outputFiles[0].text));

function browse(t, userAgent, maxTouchPoints = 0, lang = '') {
  const stand = { document: { title: 'Shop', documentElement: { lang } }, navigator: { userAgent, maxTouchPoints, language: 'nb-NO' }, innerWidth: 800 };
  const before = Object.keys(stand).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(stand)) Object.defineProperty(globalThis, name, { value, configurable: true });
  t.after(() => {
    for (const [name, own] of before) own ? Object.defineProperty(globalThis, name, own) : delete globalThis[name];
  });
}

const apple = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const google = 'AppleWebKit/537.36 (KHTML, like Gecko)';
for (const [agent, touches, expected] of [
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${apple} Version/17.5 Mobile/15E148 Safari/604.1`, 5, 'mobile ios safari'],
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) ${apple} CriOS/125.0 Mobile/15E148 Safari/604.1`, 5, 'mobile ios chrome'],
  [`Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) ${apple} Version/12.1 Mobile/15E148 Safari/604.1`, 5, 'tablet ios safari'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/17.5 Safari/605.1.15`, 5, 'tablet ios safari'],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${apple} Version/17.5 Safari/605.1.15`, 0, 'desktop macos safari'],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${google} Chrome/125.0 Mobile Safari/537.36`, 5, 'mobile android chrome'],
  [`Mozilla/5.0 (Linux; Android 14; SM-X910) ${google} SamsungBrowser/25.0 Chrome/121.0 Safari/537.36`, 5, 'tablet android samsung'],
  ['Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0', 5, 'mobile android firefox'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${google} Chrome/125.0 Safari/537.36 Edg/125.0`, 10, 'desktop windows edge'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${google} Chrome/125.0 Safari/537.36 OPR/110.0`, 0, 'desktop windows opera'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0', 0, 'desktop linux firefox'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${google} Chrome/125.0 Safari/537.36`, 0, 'desktop chromeos chrome'],
  ['Something else', 0, 'desktop null null'],
]) {
  test(`${expected}: ${agent}`, (t) => {
    browse(t, agent, touches);
    const valueOf = surroundings(null, undefined, null, {});
    assert.equal(['type', 'os', 'browser'].map((name) => String(valueOf('device.' + name))).join(' '), expected);
    assert.deepEqual([valueOf('device.touch'), valueOf('device.width'), valueOf('device.language')], [touches > 0, 800, 'nb-NO']);
  });
}

test('the option, then the document, then the browser tell the language', (t) => {
  browse(t, '', 0, 'da');
  assert.deepEqual([languageOf({ locale: 'en' }), languageOf({})], ['en', 'da']);
  browse(t, '', 0, '');
  assert.equal(languageOf({}), 'nb-NO');
});

test('what page() tells outranks the document, options outrank the browser', (t) => {
  browse(t, 'Something else');
  const asIs = surroundings(null, undefined, null, {});
  const told = surroundings('home', 'Sale', new URL('https://shop.example/c?q=a&q=b'), { device: { type: 'mobile' } });
  const all = (valueOf) => ['page.type', 'page.title', 'page.path', 'page.query.q', 'device.type', 'device.width'].map(valueOf);
  assert.deepEqual(all(asIs), [null, 'Shop', null, null, 'desktop', 800]);
  assert.deepEqual(all(told), ['home', 'Sale', '/c', 'a', 'mobile', 800]);
});
