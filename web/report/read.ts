import type { Interval, ModelInDetail } from '../src/authoring/report_types.js';
import type { EvaluationReport, Figures, JudgedBeside, Learned, TrainingReport } from '../src/authoring/training.js';

/** report.json of either command. What a version does not write yet, or no more, is not shown. */
export type Report = Partial<Omit<TrainingReport & EvaluationReport, 'training'>> & {
  readonly training?: Learned;
  readonly health?: Readonly<Record<string, unknown>>;
  readonly test_bots?: readonly Readonly<Record<string, unknown>>[];
};

export type { Figures, Interval, JudgedBeside, Learned, ModelInDetail };

export interface Method {
  /** For people, and where there is little room. */
  readonly name: string;
  readonly short: string;
  readonly what: string;
  readonly judged: Figures & { readonly novel: Figures };
  readonly beside?: JudgedBeside;
  readonly series: number;
}

const BASELINES = [
  ['ar', 'Association rules', 'AR', 'what was often seen in the same visit as the latest product'],
  ['sr', 'Sequential rules', 'SR', 'what often came soon after the latest product'],
  ['vsknn', 'Nearest visits', 'V-SKNN', 'what visits had that were like this one'],
] as const;

/** The model first, then what it was compared with. */
export function methodsOf(report: Report): readonly Method[] {
  if (!report.model) return [];
  const methods: Method[] = [{ name: 'This model', short: 'Model', what: 'what this model recommends', judged: report.model, series: 0 }];
  const { popularity, baselines } = report;
  if (popularity) {
    const what = 'always the most popular products';
    methods.push({ name: 'Most popular', short: 'Popular', what, judged: popularity, beside: popularity, series: 1 });
  }
  BASELINES.forEach(([key, name, short, what], index) => {
    const judged = baselines?.[key];
    if (judged) methods.push({ name, short, what, judged, beside: judged, series: index + 2 });
  });
  return methods;
}

/** Of either report. */
export function learnedOf(report: Report): Learned | undefined {
  if (report.training) return report.training;
  return report.model ? undefined : (report as Learned);
}

/** Whether it is better, worse, or not told apart by these visits. */
export const signOf = ([low, high]: Interval): 'better' | 'worse' | 'same' => (low > 0 ? 'better' : high < 0 ? 'worse' : 'same');

export const numberIn = (object: Readonly<Record<string, unknown>> | undefined, key: string): number | undefined => {
  const value = object?.[key];
  return typeof value === 'number' ? value : undefined;
};
