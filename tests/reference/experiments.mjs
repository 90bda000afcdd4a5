// Who is in which arm. Hashes and ranges are those of GrowthBook's SDK.
import * as sdk from '../node_modules/@growthbook/growthbook/dist/esm/util.mjs';
import { durationOf } from './calendar.mjs';
import { holds } from './conditions.mjs';
import { all } from './logic.mjs';

/** What GrowthBook hashes: nothing of what is false. null: unknown. */
function hashed(attribute, { consent, seed, attributes, now }, switchback) {
  if (switchback) return String(Math.floor(now / durationOf(switchback)));
  if (!consent) return null;
  if (attribute === undefined) return seed.toString(16).padStart(14, '0');
  const value = attribute.split('.').reduce((at, key) => at?.[key], attributes);
  return value ? String(value) : '';
}

const within = (value, seed, version, ranges) =>
  value === null ? null : value !== '' && ranges.some((range) => sdk.inRange(sdk.hash(seed, value, version), range));

/** Whether the visitor belongs to a holdout. */
export function heldOut(name, rules, world) {
  const { share, seed = name, hashAttribute } = rules.holdouts[name];
  return within(hashed(hashAttribute, world), seed, 2, [[0, share]]);
}

/** Whether the visitor may take part, but for holdouts. */
export function eligible(name, rules, world) {
  const { when = {}, filters = [], namespace, hashAttribute, switchback } = rules.experiments[name];
  const value = hashed(hashAttribute, world, switchback);
  const truths = filters.map((filter) =>
    within(hashed(filter.attribute, world), filter.seed, filter.hashVersion ?? 2, filter.ranges),
  );
  if (namespace) truths.push(value === null ? null : value !== '' && sdk.inNamespace(value, namespace));
  return all([holds(when, world), ...truths]);
}

/** The arm's name; undefined: in none; null: unknown. */
export function armOf(name, rules, world) {
  const experiment = rules.experiments[name];
  const { variations, weights, coverage, seed = name, hashVersion = 2, hashAttribute, sticky, switchback } = experiment;
  if (world.forced.has(name)) return world.forced.get(name);
  const value = hashed(hashAttribute, world, switchback);
  if (value === null) return null;
  if (value === '') return undefined;
  const kept = sticky ? world.keptArm(name) : undefined;
  if (kept !== undefined) return kept;
  const ranges = experiment.ranges ?? sdk.getBucketRanges(variations.length, coverage, weights);
  return variations[sdk.chooseVariation(sdk.hash(seed, value, hashVersion), ranges)];
}
