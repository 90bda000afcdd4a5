// The rule language against judges that are not ours: conditions by the GrowthBook SDK, the shape of files by ajv.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { GrowthBook } from '@growthbook/growthbook';
import Ajv from 'ajv/dist/2020.js';
import { createVitrine } from 'vitrine';
import { check, compile } from 'vitrine/authoring';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const { attributes, vectors } = read('../conformance/conditions.json');
const shapes = read('../conformance/shapes.json');

/** Dotted names are paths into the object that GrowthBook is given. */
function nested(flat) {
  const object = {};
  for (const [name, value] of Object.entries(flat)) {
    const path = name.split('.');
    const last = path.pop();
    let at = object;
    for (const part of path) at = at[part] ??= {};
    at[last] = value;
  }
  return object;
}

async function holdsHere(condition, values) {
  const { bundle, diagnostics } = await compile({
    vitrine: 1,
    attributes,
    slots: { s: { type: 'content' } },
    rules: [{ id: 'r', slot: 's', when: condition, show: { template: 't' } }],
  });
  assert.ok(bundle, JSON.stringify(diagnostics));
  const vitrine = await createVitrine({ bundle, storage: null, attributes: values });
  const { rule } = vitrine.decide('s');
  vitrine.dispose();
  return rule === 'r';
}

function holdsThere(condition, values) {
  const growthbook = new GrowthBook({
    attributes: nested(values),
    features: { f: { defaultValue: false, rules: [{ condition, force: true }] } },
  });
  const { value } = growthbook.evalFeature('f');
  growthbook.destroy();
  return value;
}

test(`${vectors.length} conditions: as expected, and as GrowthBook decides`, async () => {
  assert.ok(vectors.length >= 100);
  for (const { number, description, condition, attributes: values, expected } of vectors) {
    assert.equal(holdsThere(condition, values), expected, `GrowthBook, ${number}: ${description}`);
    assert.equal(await holdsHere(condition, values), expected, `${number}: ${description}`);
  }
});

test(`${shapes.length} files: schema and compiler agree on what is a rule file`, async () => {
  assert.ok(shapes.length >= 200);
  const schema = read('../../rules/schema/rules.schema.json');
  const validate = new Ajv({ strict: false }).compile(schema);
  for (const { number, valid, file } of shapes) {
    assert.equal(validate(file), valid, `schema, file ${number}`);
    const errors = (await check(file)).filter(({ severity }) => severity === 'error');
    assert.equal(errors.length === 0, valid, `compiler, file ${number}: ${JSON.stringify(errors[0])}`);
  }
});
