import { compile } from 'vitrine/authoring';

/**
 * Compiles rules without the segments, experiments and rules in which the compiler finds mistakes: what was made at
 * random may be pointless. Gives the bundle, the rules that are in it, and why others were left out.
 */
export async function compileAccepted(rules, options) {
  const refused = [];
  for (;;) {
    const { bundle, diagnostics } = await compile(rules, options);
    if (bundle) return { bundle, rules, refused };
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const culprits = new Map();
    for (const { pointer, code, message } of errors) {
      const [, parent, key] = pointer.split('/');
      const culprit = rules[parent]?.[key];
      if (!['segments', 'experiments', 'rules'].includes(parent) || culprit === undefined)
        throw new Error(JSON.stringify(errors[0]));
      culprits.set(culprit, { code, message, culprit });
    }
    refused.push(...culprits.values());
    const without = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => !culprits.has(value)));
    rules = { ...rules, segments: without(rules.segments), rules: rules.rules.filter((rule) => !culprits.has(rule)) };
    if (rules.experiments) rules = { ...rules, experiments: without(rules.experiments) };
  }
}
