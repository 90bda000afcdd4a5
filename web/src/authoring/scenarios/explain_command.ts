import type { Explanation } from '../../types.js';
import { UsageError, complain, print } from '../terminal.js';
import { nearestName } from './nearest.js';
import { mistakeText, outcomePlace, printable } from './report.js';
import { type Walk, walkScenario } from './run.js';
import { didYouMean, isDictionary, quoted } from './shape.js';
import { type SourceOptions, Sources, Unusable } from './source.js';
import type { ScenarioFile } from './types.js';

/** What `vitrine explain` takes, as it stands in the command line. */
export interface ExplainOptions extends SourceOptions {
  readonly scenario?: string | undefined;
  readonly step?: string | undefined;
  readonly slot?: string | undefined;
  readonly format?: string | undefined;
}

const STEP = /^[1-9]\d*(\.[1-9]\d*)*$/;

/** The one scenario that is meant; a part of its name will do. */
function find(names: readonly string[], asked: string | undefined): number {
  if (asked === undefined) {
    if (names.length === 1) return 0;
    throw new UsageError(`which scenario? --scenario NAME, one of: ${names.map(quoted).join(', ')}`);
  }
  const exact = names.indexOf(asked);
  if (exact >= 0) return exact;
  const [first, second] = names.filter((name) => name.toLowerCase().includes(asked.toLowerCase()));
  if (first === undefined) {
    throw new UsageError(`no scenario has ${quoted(asked)} in its name${didYouMean(nearestName(asked, names))}`);
  }
  if (second !== undefined) throw new UsageError(`${quoted(asked)} is in the names of ${quoted(first)} and ${quoted(second)}`);
  return names.indexOf(first);
}

function chosen(explanations: readonly Explanation[], asked: string | undefined): readonly Explanation[] {
  if (asked === undefined) return explanations;
  const found = explanations.filter(({ slot }) => slot === asked);
  if (found.length) return found;
  const nearest = nearestName(asked, explanations.map(({ slot }) => slot));
  throw new UsageError(`the rules have no slot ${quoted(asked)}${didYouMean(nearest)}`);
}

/** Names of what may be a list of scenarios; what is wrong with one that is none is told later. */
function namesIn(content: unknown): string[] {
  const list = isDictionary(content) ? content.scenarios : undefined;
  return Array.isArray(list) ? list.map((one: unknown) => String(isDictionary(one) ? one.name : '')) : [];
}

async function walk(file: string, options: ExplainOptions): Promise<{ name: string } & Walk> {
  const { content, bundle, model } = await new Sources(options).open(file);
  const names = namesIn(content);
  const scenario = names.length ? find(names, options.scenario) : 0;
  const walked = await walkScenario(content as ScenarioFile, { rules: bundle, model, scenario, step: options.step });
  if (walked.mistakes.length) throw new Unusable(walked.mistakes.map(mistakeText));
  return { name: names[scenario] ?? '', ...walked };
}

/** Explains what slots show after a step of a scenario. */
export async function explainCommand(files: readonly string[], options: ExplainOptions): Promise<number> {
  const [file, ...rest] = files;
  const { format = 'text' } = options;
  if (file === undefined || rest.length) throw new UsageError('vitrine explain takes one FILE of scenarios');
  if (format !== 'text' && format !== 'json') throw new UsageError('--format of vitrine explain is text or json');
  if (options.step !== undefined && !STEP.test(options.step)) {
    throw new UsageError('--step is the number of a step: 3, or 3.1 for the first one of a repetition');
  }
  try {
    const { name, step, at, outcomes, explanations } = await walk(file, options);
    if (step === null) throw new UsageError(`${quoted(name)} has no step ${options.step}`);
    const slots = chosen(explanations, options.slot);
    for (const outcome of outcomes) complain(printable(`${file}: ${outcomePlace(outcome)}: ${outcome.message}`));
    if (format === 'json') {
      print(JSON.stringify({ scenario: name, step, at, slots }, null, 2));
    } else {
      const lines = slots.flatMap(({ text }) => ['', ...text.split('\n')]);
      print([`${quoted(name)}, after step ${step}, ${at}`, ...lines].map(printable).join('\n'));
    }
    return outcomes.length ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    for (const line of error.lines) complain(printable(`${file}: ${line}`));
    return 1;
  }
}
