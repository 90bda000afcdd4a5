// "From a sentence to a rule": every sentence of the guide is a rule file whose scenarios pass and leave out nothing.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { compile, runScenarios } from 'vitrine/authoring';

const folder = new URL('../../rules/guide/', import.meta.url);
const textOf = (name) => readFileSync(new URL(name, folder), 'utf8');
const sentences = [...textOf('README.md').matchAll(/^\| (.+?) \| `(.+?)`.*\[rules\]\((.+?)\.rules\.json\), \[scenarios\]\(\3\.scenarios\.json\) \|$/gm)]
  .map(([, sentence, excerpt, name]) => ({ sentence, excerpt: JSON.parse(excerpt.replaceAll('\\|', '|')), name }));

/** Whether a part of the value has all that the excerpt has. */
function contains(value, excerpt) {
  if (typeof value !== 'object' || value === null) return false;
  const all = Object.entries(excerpt).every(([key, part]) => JSON.stringify(value[key]) === JSON.stringify(part));
  return all || Object.values(value).some((part) => contains(part, excerpt));
}

test('the guide has at least twenty sentences, and every file belongs to one', () => {
  assert.ok(sentences.length >= 20, `${sentences.length} sentences`);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();
  assert.deepEqual(files, sentences.flatMap(({ name }) => [`${name}.rules.json`, `${name}.scenarios.json`]).sort());
});

for (const { sentence, excerpt, name } of sentences) {
  test(`${name}: ${sentence}`, async () => {
    const rules = textOf(`${name}.rules.json`);
    assert.ok(contains(JSON.parse(rules), excerpt), 'the rule file has what the guide shows');
    assert.deepEqual((await compile(rules, { now: Date.UTC(2026, 0) })).diagnostics, []);
    const results = await runScenarios(JSON.parse(textOf(`${name}.scenarios.json`)), { rules });
    assert.deepEqual(results.mistakes, []);
    for (const scenario of results.scenarios) {
      const failed = scenario.outcomes.filter(({ passed }) => !passed);
      assert.deepEqual(failed.map(({ message, explanation }) => [message, explanation]), [], scenario.name);
    }
    assert.deepEqual(results.coverage.rules.never, [], 'every rule wins somewhere');
    assert.deepEqual(results.coverage.segments.never, [], 'every segment holds somewhere');
  });
}
