// Regular expressions against JavaScript's own, through compiled rules: for each of many patterns a slot that shows
// whether it matches.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createVitrine } from 'vitrine';
import { compile } from 'vitrine/authoring';

/** Of one file: each has at most as many rules and automata as a bundle takes. */
const BATCH = 200;

/** The same numbers each time. */
function createRandom(seed) {
  const next = () => (seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const int = (below) => Math.floor(next() * below);
  return { next, int, pick: (list) => list[int(list.length)] };
}

const rulesFor = (patterns) => ({
  vitrine: 1,
  attributes: { text: { type: 'any' } },
  slots: Object.fromEntries(patterns.map((_, i) => [`s${i}`, { type: 'content' }])),
  rules: patterns.map(({ source, ignoreCase }, i) => ({
    id: `r${i}`,
    slot: `s${i}`,
    when: { text: { [ignoreCase ? '$regexi' : '$regex']: source } },
    show: { template: 't' },
  })),
});

const native = ({ source, ignoreCase }) => {
  try {
    return new RegExp(source, ignoreCase ? 'i' : '');
  } catch {
    return null;
  }
};

/** Of patterns that must be valid: by text, the names of those that match. */
async function assertAgree(patterns, texts) {
  for (let first = 0; first < patterns.length; first += BATCH) {
    const batch = patterns.slice(first, first + BATCH);
    const { bundle, diagnostics } = await compile(rulesFor(batch));
    assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message), []);
    const page = await createVitrine({ bundle });
    for (const text of texts) {
      page.setAttributes({ text });
      const show = (pattern) => `/${pattern.source}/${pattern.ignoreCase ? 'i' : ''}`;
      const found = batch.filter((_, i) => page.decide(`s${i}`).rule !== null).map(show);
      assert.deepEqual(found, batch.filter((pattern) => native(pattern).test(text)).map(show), JSON.stringify(text));
    }
    page.dispose();
  }
}

const LETTERS = [...'aabbAB1 _-.kKKſSsßéÉσςΣİıi/^$\\cpLnu\n\u2028\ud83d\ude00\u00a0\u0001\b\0@8ǆǅǄ'.split('')];

function randomTexts(random, count) {
  const text = () => Array.from({ length: random.int(9) }, () => random.pick(LETTERS)).join('');
  return ['', ...Array.from({ length: count }, text)];
}

test('random patterns of every construct', { timeout: 120_000 }, async () => {
  const random = createRandom(1);
  const atoms = 'a b A ab . \\d \\w \\W \\s \\S [ab] [^a] [a-c1] [^\\w] é ß ſ σ Σ \\u017f k K 1 [A-Z] _ \\x2d \\b \\B ^ $ \\ud83d [^\\W] [\\D] (?:)'.split(' ');
  const generate = (depth) => {
    const dice = random.next();
    if (depth === 0 || dice < 0.4) return random.pick(atoms);
    if (dice < 0.6) return generate(depth - 1) + generate(depth - 1);
    if (dice < 0.7) return `(${generate(depth - 1)}|${generate(depth - 1)})`;
    const atom = random.pick(['a', '[ab]', '.', '\\w', `(${generate(depth - 1)})`, `(?:${generate(depth - 1)})`, `(?<n>${random.pick(atoms)})`]);
    return atom + random.pick(['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{0,2}?', '{2,}', '{0}']);
  };
  const patterns = Array.from({ length: 4000 }, () => ({ source: generate(4), ignoreCase: random.int(2) === 1 }));
  await assertAgree(patterns.filter(native), randomTexts(random, 60));
});

test('random text as a pattern: the same is valid, and what is unsupported is refused for that', { timeout: 120_000 }, async () => {
  const random = createRandom(2);
  const pieces = (
    'a b A 1 - . ^ $ * + ? ( ) [ ] { } | \\ / , \\d \\w \\b \\B \\s \\W {2} {1,2} {2,} {,3} (?: (?= (?! (?<= (?<n> \\k<n> \\1 \\2 \\0 ' +
    '\\x41 \\u0041 \\u{2} \\cA \\c \\c1 \\x \\u \\k [^ [a- -z \\p{L} ſ K é 😀 \\ud83d \\t \\8 \\40 \\400 \\- [\\w-a] [\\b] [] [^] \\/'
  ).split(' ');
  const patterns = Array.from({ length: 3000 }, () => ({
    source: Array.from({ length: 1 + random.int(8) }, () => random.pick(pieces)).join(''),
    ignoreCase: random.int(2) === 1,
  }));
  const refused = new Set();
  for (let first = 0; first < patterns.length; first += 90) {
    const batch = patterns.slice(first, first + 90); // at most 100 mistakes of a file are told
    const { diagnostics } = await compile(rulesFor(batch));
    for (const { severity, pointer } of diagnostics) {
      if (severity === 'error') refused.add(batch[Number(pointer.split('/')[2])]);
    }
  }
  const unsupported = (source) => /\(\?<?[=!]|\\k<|\\[1-9]/.test(source);
  for (const pattern of patterns) {
    if (!native(pattern)) assert.ok(refused.has(pattern), `${pattern.source} is invalid`);
    else if (!unsupported(pattern.source)) assert.ok(!refused.has(pattern), `${pattern.source} is valid`);
  }
  await assertAgree(patterns.filter((pattern) => native(pattern) && !refused.has(pattern)), randomTexts(random, 40));
});

test('letters of every alphabet, in either case', { timeout: 120_000 }, async () => {
  const letters = [];
  for (let code = 0x41; code < 0x10000; code++) {
    const letter = String.fromCharCode(code);
    if (letter.toUpperCase() !== letter || letter.toLowerCase() !== letter) letters.push(letter);
  }
  const near = (letter) => [letter, letter.toUpperCase(), letter.toLowerCase(), letter.toUpperCase().toLowerCase()];
  for (let first = 0; first < letters.length; first += 100) {
    const batch = letters.slice(first, first + 100);
    const texts = [...new Set(batch.flatMap(near))].filter((text) => text.length === 1);
    await assertAgree(batch.map((source) => ({ source, ignoreCase: true })), [...texts, 's', 'K', 'k', 'i']);
  }
});

test('$ini: lower case as JavaScript has it', async () => {
  const words = ['ΟΔΟΣ', 'Σ', 'ΑΣ.Β', 'ΑΣ. Β', 'STRAẞE', 'İstanbul', 'ILIK', 'ǅ', '𐐀', 'ÀÉÎ', 'ДОМ', 'Ⅷ', 'Ⓐ', 'K', 'Å'];
  const rules = {
    vitrine: 1,
    attributes: { text: { type: 'any' } },
    slots: Object.fromEntries(words.map((_, i) => [`s${i}`, { type: 'content' }])),
    rules: words.map((word, i) => ({ id: `r${i}`, slot: `s${i}`, when: { text: { $ini: [word] } }, show: { template: 't' } })),
  };
  const { bundle, diagnostics } = await compile(rules);
  assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error'), []);
  const page = await createVitrine({ bundle });
  for (const text of words.flatMap((word) => [word, word.toLowerCase(), word.toUpperCase()])) {
    page.setAttributes({ text });
    const found = words.filter((_, i) => page.decide(`s${i}`).rule !== null);
    assert.deepEqual(found, words.filter((word) => word.toLowerCase() === text.toLowerCase()), text);
  }
});

test('what the value is, not only texts: null, numbers, lists', async () => {
  const sources = ['^null$', '^1', 'true', '^a,b$', '^\\[object', '^$'];
  const { bundle } = await compile(rulesFor(sources.map((source) => ({ source, ignoreCase: false }))));
  const page = await createVitrine({ bundle });
  for (const text of [null, 1, 1.5, true, false, ['a', 'b'], [], {}, '']) {
    page.setAttributes({ text });
    const found = sources.filter((_, i) => page.decide(`s${i}`).rule !== null);
    assert.deepEqual(found, sources.filter((source) => new RegExp(source).test(text)), JSON.stringify(text));
  }
});

test('patterns that take other engines forever', async () => {
  const patterns = ['^(([a-z])+.)+[A-Z]([a-z])+$', '(x+x+)+y', '(a|aa)+$', '^(a?){30}a{30}$'];
  const { bundle } = await compile(rulesFor(patterns.map((source) => ({ source, ignoreCase: false }))));
  const page = await createVitrine({ bundle });
  const matching = (text) => {
    page.setAttributes({ text });
    return patterns.filter((_, i) => page.decide(`s${i}`).rule !== null);
  };
  assert.deepEqual(matching('a'.repeat(1000)), [patterns[2]]);
  assert.deepEqual(matching('x'.repeat(1000) + 'z'), []);
  assert.deepEqual(matching('xxxy'), [patterns[1]]);
});

for (const [source, message] of [
  ['a(?=b)', /cannot look ahead/],
  ['(?<!a)b', /cannot look behind/],
  ['(a)\\1', /cannot refer back/],
  ['a(', /never closed/],
  ['(a|b)*a(a|b){20}', /too large/],
]) {
  test(`a pattern that is refused: ${source}`, async () => {
    const { bundle, diagnostics } = await compile(rulesFor([{ source, ignoreCase: false }]));
    assert.equal(bundle, null);
    const [{ severity, pointer, message: told }] = diagnostics;
    assert.deepEqual([severity, pointer], ['error', '/rules/0/when/text/$regex']);
    assert.match(told, message);
  });
}
