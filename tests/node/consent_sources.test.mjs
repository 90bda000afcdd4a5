// What each of those who ask the visitor says, and what Vitrine is told of it.
import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { follow } from '../../web/dist/consent.js';

const page = new EventTarget();

/** Follows the sources; `told` is what setConsent was called with. */
function listen(named) {
  const told = [];
  const warned = [];
  globalThis.document = page;
  const { setConsent } = follow(named, { setConsent: (given) => told.push(given) }, (code, message) => warned.push([code, message]));
  return { told, warned, setConsent };
}

// Whoever still looks for a script finds one, so that the process ends.
after(() => Object.assign(globalThis, { __tcfapi: () => undefined, Shopify: { loadFeatures: () => undefined } }));
afterEach(() => {
  for (const name of ['dataLayer', '__tcfapi', 'Shopify', 'document', 'navigator']) delete globalThis[name];
});

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** As Google's snippet has it. */
function gtag() {
  (globalThis.dataLayer ??= []).push(arguments);
}
const both = (word, more) => ({ personalization_storage: word, analytics_storage: word, ...more });

test('google: a default of granted is an answer where nobody is to be waited for', () => {
  gtag('consent', 'default', both('granted'));
  assert.deepEqual(listen('google').told, [{ personalise: true, measure: true }]);
});

test('google: with wait_for_update it counts when that time is over, unless there is an update', async () => {
  for (const [update, expected] of [
    [undefined, [{ personalise: true, measure: true }]],
    [both('denied'), [{ personalise: false, measure: false }]],
    [{ analytics_storage: 'denied' }, [{ measure: false }, { personalise: true }]],
  ]) {
    delete globalThis.dataLayer;
    gtag('consent', 'default', both('granted', { wait_for_update: 30 }));
    const { told } = listen('google');
    await pause(5);
    assert.deepEqual(told, []);
    if (update) gtag('consent', 'update', update);
    await pause(50);
    assert.deepEqual(told, expected);
  }
});

test('google: what is granted in some regions, or denied in some, is granted nowhere', async () => {
  for (const defaults of [
    [both('granted', { region: ['US'] })],
    [both('denied', { region: ['NO', 'DE'] }), both('granted')],
    [both('granted'), both('denied', { region: ['NO', 'DE'] })],
    [both('denied'), both('granted', { region: ['US'] })],
  ]) {
    for (const late of [false, true]) {
      delete globalThis.dataLayer;
      if (!late) defaults.forEach((one) => gtag('consent', 'default', one));
      const { told } = listen('google');
      if (late) defaults.forEach((one) => gtag('consent', 'default', one));
      await pause(5);
      assert.deepEqual(told, []);
    }
  }
});

test('google: a default that is denied after another one had counted is a refusal', async () => {
  gtag('consent', 'default', both('granted'));
  const { told } = listen('google');
  gtag('consent', 'default', both('denied', { region: ['NO'] }));
  await pause(5);
  assert.deepEqual(told, [{ personalise: true, measure: true }, { personalise: false, measure: false }]);
});

test('google: what is about advertising, or of no known word, says nothing; what was said is not said again', () => {
  const { told } = listen('google');
  gtag('consent', 'update', { ad_storage: 'granted', ad_user_data: 'granted', personalization_storage: 'maybe' });
  gtag('consent', 'update', null);
  gtag('event', 'consent', both('granted'));
  dataLayer.push(undefined, null, 7, 'consent', { event: 'consent', 0: 'consent' }, () => undefined);
  assert.deepEqual(told, []);
  gtag('consent', 'update', { analytics_storage: 'granted' });
  gtag('consent', 'update', { analytics_storage: 'granted' });
  assert.deepEqual(told, [{ measure: true }]);
  assert.equal(dataLayer.length, 11, 'nothing is held back from others');
});

test('google: what replaces push later still leads here', () => {
  const { told } = listen('google');
  const { push } = dataLayer;
  dataLayer.push = (...entries) => push.apply(dataLayer, entries);
  gtag('consent', 'update', both('granted'));
  assert.deepEqual(told, [{ personalise: true, measure: true }]);
});

/** A platform that says these. */
function platform(...answers) {
  globalThis.__tcfapi = (command, version, callback) => {
    assert.deepEqual([command, version], ['addEventListener', 2]);
    for (const [data, success = true] of answers) callback(data, success);
  };
}
const consents = (...purposes) => ({ consents: Object.fromEntries(purposes.map((purpose) => [purpose, true])) });

test('tcf: which purposes are needed', () => {
  for (const [purposes, expected] of [
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], { personalise: true, measure: true }],
    [[1, 5, 6], { personalise: true, measure: false }],
    [[8], { personalise: false, measure: true }],
    [[5, 6, 8], { personalise: false, measure: true }],
    [[1, 6, 8], { personalise: false, measure: true }],
    [[1, 5, 8], { personalise: false, measure: true }],
    [[], { personalise: false, measure: false }],
  ]) {
    platform([{ gdprApplies: true, eventStatus: 'tcloaded', purpose: consents(...purposes) }]);
    assert.deepEqual(listen('tcf').told, [expected], purposes.join());
  }
});

test('tcf: a legitimate interest is no consent', () => {
  const legitimateInterests = { 1: true, 5: true, 6: true, 8: true };
  platform([{ gdprApplies: true, eventStatus: 'tcloaded', purpose: { consents: {}, legitimateInterests } }]);
  assert.deepEqual(listen('tcf').told, [{ personalise: false, measure: false }]);
});

test('tcf: where the regulation does not apply nobody needs to be asked', () => {
  platform([{ gdprApplies: false, eventStatus: 'tcloaded' }]);
  assert.deepEqual(listen('tcf').told, [{ personalise: true, measure: true }]);
});

test('tcf: while the banner stands, and where something failed, nobody has answered', () => {
  const all = consents(1, 5, 6, 8);
  platform([null, false], [null], [{ gdprApplies: true, eventStatus: 'cmpuishown', purpose: all }], [{ gdprApplies: true, purpose: all }],
    [{ gdprApplies: true, eventStatus: 'tcloaded', purpose: all }, false], [{ gdprApplies: false }, false]);
  assert.deepEqual(listen('tcf').told, []);
});

test('tcf: a banner that opens again changes nothing before it is answered', () => {
  const granted = { gdprApplies: true, eventStatus: 'tcloaded', purpose: consents(1, 5, 6) };
  platform([granted], [{ ...granted, eventStatus: 'cmpuishown' }], [{ gdprApplies: true, eventStatus: 'useractioncomplete', purpose: consents(8) }]);
  assert.deepEqual(listen('tcf').told, [{ personalise: true, measure: false }, { personalise: false, measure: true }]);
});

const privacy = (allowed, chosen) => ({
  preferencesProcessingAllowed: () => allowed,
  analyticsProcessingAllowed: () => allowed,
  currentVisitorConsent: () => ({ preferences: chosen, analytics: chosen }),
});

test('shopify: what is allowed without an answer, refused, or not answered', () => {
  for (const [allowed, chosen, expected] of [
    [true, '', [{ personalise: true, measure: true }]],
    [true, 'yes', [{ personalise: true, measure: true }]],
    [false, 'no', [{ personalise: false, measure: false }]],
    [false, '', []],
  ]) {
    globalThis.Shopify = { customerPrivacy: privacy(allowed, chosen) };
    assert.deepEqual(listen('shopify').told, expected);
  }
});

test('shopify: an API that is asked for and does not come leaves it at that', async () => {
  globalThis.Shopify = { loadFeatures: (_, done) => setTimeout(done, 0, new Error('blocked')), customerPrivacy: undefined };
  const { told, warned } = listen('shopify');
  await pause(5);
  assert.deepEqual([told, warned], [[], []]);
});

test('shopify: an answer that names nothing allows nothing', () => {
  const { told } = listen('shopify');
  page.dispatchEvent(new Event('visitorConsentCollected'));
  assert.deepEqual(told, [{ personalise: false, measure: false }]);
});

test('several sources: all of them have to agree, and one that refuses is enough', () => {
  platform([{ gdprApplies: true, eventStatus: 'tcloaded', purpose: consents(1, 5, 6) }]);
  const { told } = listen(' tcf  google ');
  assert.deepEqual(told, [{ measure: false }], 'google has not answered');
  gtag('consent', 'update', both('granted'));
  assert.deepEqual(told.slice(1), [{ personalise: true }]);
  gtag('consent', 'update', both('denied'));
  assert.deepEqual(told.slice(2), [{ personalise: false }]);
});

test('a source that answers at once does not decide for those after it', () => {
  gtag('consent', 'update', both('granted'));
  const { told } = listen('google tcf');
  assert.deepEqual(told, []);
});

test('a name that nobody knows allows nothing, and says so', () => {
  gtag('consent', 'update', both('granted'));
  const { told, warned } = listen('google googel');
  assert.deepEqual([told, warned.length], [[], 1]);
  assert.match(warned[0][1], /google, tcf, shopify and gpc, not "googel"/);
});

test('a source that breaks allows nothing, and the others go on', () => {
  globalThis.Shopify = { customerPrivacy: {} };
  globalThis.__tcfapi = () => {
    throw new Error('out of order');
  };
  const { told, warned, setConsent } = listen('tcf shopify google');
  gtag('consent', 'update', both('granted'));
  assert.deepEqual(told, []);
  assert.deepEqual(warned.map(([code]) => code), ['consent', 'consent']);
  gtag('consent', 'update', both('denied'));
  setConsent({ personalise: true });
  assert.deepEqual(told, [{ personalise: false, measure: false }, { personalise: true }], "the shop's own call counts");
});

test('gpc vetoes measure, whoever grants it, and grants nothing', () => {
  for (const [signal, measure] of [[true, false], [false, true], [undefined, true], ['1', true]]) {
    delete globalThis.dataLayer;
    Object.defineProperty(globalThis, 'navigator', { value: { globalPrivacyControl: signal }, configurable: true });
    gtag('consent', 'update', both('granted'));
    const { told, setConsent } = listen('gpc google');
    setConsent({ measure: true });
    setConsent({ personalise: false });
    const [first, second, third] = told;
    assert.deepEqual([first, second], [{ personalise: true, measure }, { measure }], String(signal));
    assert.equal(third.personalise, false);
    delete globalThis.dataLayer;
    assert.deepEqual(listen('gpc').told, []);
  }
});

test('where gpc is not named, the signal is the business of whoever asks', () => {
  Object.defineProperty(globalThis, 'navigator', { value: { globalPrivacyControl: true }, configurable: true });
  gtag('consent', 'update', both('granted'));
  assert.deepEqual(listen('google').told, [{ personalise: true, measure: true }]);
});
