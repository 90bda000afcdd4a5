import { count, printable } from './report.js';
import type { Coverage, Covered } from './types.js';

/** What files that test the same rules cover together. */
function together(parts: readonly Coverage[]): Coverage {
  const merge = (of: (coverage: Coverage) => Covered): Covered => {
    const seen = new Set(parts.flatMap((coverage) => of(coverage).seen));
    // What the first file saw or did not see is all that there is, but each list is in the order of the rules.
    const never = parts.map(of).reduce((least, { never }) => least.filter((name) => never.includes(name)), [
      ...(parts[0] ? of(parts[0]).never : []),
    ]);
    return { seen: [...seen], never };
  };
  const needModel = parts.map((coverage) => coverage.needModel);
  return {
    rules: merge(({ rules }) => rules),
    segments: merge(({ segments }) => segments),
    // With a model in one of the files, nothing lacks one.
    needModel: needModel.every((names) => names.length) ? (needModel[0] ?? []) : [],
  };
}

/** Coverage of one rules file by all files that test it. */
export function coverageLines(rules: string, parts: readonly Coverage[]): string[] {
  const { rules: won, segments: held, needModel } = together(parts);
  const total = ({ seen, never }: Covered): number => seen.length + never.length;
  const never = won.never.filter((rule) => !needModel.includes(rule));
  const waiting = won.never.filter((rule) => needModel.includes(rule));
  const list = (title: string, names: readonly string[]): string[] =>
    names.length ? [`  ${title}: ${names.map(printable).join(', ')}`] : [];
  return [
    `coverage of ${printable(rules)}: ${won.seen.length} of ${count(total(won), 'rule')} won, ` +
      `${held.seen.length} of ${count(total(held), 'segment')} held`,
    ...list('rules that never won', never),
    ...list('rules that recommend, which needs a model', waiting),
    ...list('segments that never held', held.never),
  ];
}
