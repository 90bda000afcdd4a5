import { bytesOf, read, resolve } from '../../bundle.js';
import { VitrineError } from '../../errors.js';
import type { Bytes, Explanation, ModelFiles } from '../../types.js';
import { type Inspection, compile, inspect } from '../rules.js';
import { checkShape } from './check.js';
import { type Judgement, judge } from './judge.js';
import { checkReferences } from './references.js';
import { Shopper, type Site } from './shopper.js';
import type {
  Coverage,
  Covered,
  ExpectStep,
  Mistake,
  Outcome,
  RepeatStep,
  Scenario,
  ScenarioFile,
  ScenarioResult,
  ScenarioResults,
  Step,
} from './types.js';

export interface RunOptions {
  /** Rules as text or object, as `compile` takes them, or the bytes that it gave. */
  readonly rules: string | object | Bytes;
  /** What `train` gave; without it, slots of recommendations keep their defaults. */
  readonly model?: ModelFiles | undefined;
  /** Only scenarios in whose name this occurs, in capitals or not. */
  readonly only?: string | undefined;
  /** Called after each scenario. */
  readonly onResult?: ((result: ScenarioResult) => void) | undefined;
}

const wasm = new URL('./vitrine-inspect.wasm', import.meta.url);
let module: Promise<WebAssembly.Module> | undefined;

/** Steps after which timers of the pages may run: they save the visitor and drop what they kept for that. */
const BREATH = 1000;

/**
 * Runs the scenarios of a file, in their order, each with a shopper and a clock of its own. A file with mistakes is not
 * run. Rejects with code `rules` where the rules cannot be used.
 */
export async function runScenarios(file: unknown, options: RunOptions): Promise<ScenarioResults> {
  const { bundle, rules, mistakes } = await prepare(file, options);
  const coverage = new Tally();
  const scenarios: ScenarioResult[] = [];
  if (!mistakes.length) {
    const site = await siteOf(bundle, options.model);
    const only = options.only?.toLowerCase() ?? '';
    for (const [i, scenario] of (file as ScenarioFile).scenarios.entries()) {
      if (!scenario.name.toLowerCase().includes(only)) continue;
      const result = await runScenario(site, scenario, `/scenarios/${i}`, coverage);
      scenarios.push(result);
      options.onResult?.(result);
    }
  }
  const passed = !mistakes.length && scenarios.every((result) => result.passed);
  return { passed, mistakes, scenarios, coverage: coverage.of(rules, options.model !== undefined) };
}

export interface WalkOptions extends Pick<RunOptions, 'rules' | 'model'> {
  /** Position of the scenario in the file. */
  readonly scenario: number;
  /** Number of the last step, `3.1` for the first one of a repetition, in its first round; all steps unless told. */
  readonly step?: string | undefined;
}

export interface Walk {
  readonly mistakes: readonly Mistake[];
  /** The last step that was done; null: the scenario has no such step. */
  readonly step: string | null;
  /** The scenario's time after it. */
  readonly at: string;
  /** Steps that could not be done as they stand. */
  readonly outcomes: readonly Outcome[];
  /** Of all slots, as they are after the step. */
  readonly explanations: readonly Explanation[];
}

/** Walks one scenario up to a step and explains what its slots show then. What is expected on the way is not judged. */
export async function walkScenario(file: ScenarioFile, options: WalkOptions): Promise<Walk> {
  const { bundle, mistakes } = await prepare(file, options);
  const scenario = file.scenarios[options.scenario];
  if (mistakes.length || !scenario) return { mistakes, step: null, at: '', outcomes: [], explanations: [] };
  const shopper = await Shopper.come(await siteOf(bundle, options.model), scenario);
  const run = new Run(shopper, new Tally(), options.step);
  try {
    await run.steps(scenario.steps, `/scenarios/${options.scenario}/steps`, '', null);
    const { vitrine, now } = shopper;
    const outcomes = run.outcomes.filter(({ kind }) => kind === 'mistake');
    const found = run.isAtEnd || outcomes.length > 0 || options.step === undefined;
    return {
      mistakes,
      step: found ? run.last : null,
      at: new Date(now).toISOString(),
      outcomes,
      explanations: vitrine.decideAll().flatMap(({ slot }) => vitrine.explain(slot) ?? []),
    };
  } finally {
    shopper.leave();
  }
}

/** Rules and scenarios that are to go with each other. */
async function prepare(file: unknown, options: Pick<RunOptions, 'rules'>) {
  const bundle = await bundleOf(options.rules);
  const rules = await inspectionOf(bundle);
  const shape = checkShape(file);
  const mistakes = shape.length ? shape : checkReferences(file as ScenarioFile, rules);
  return { bundle, rules, mistakes };
}

async function siteOf(bundle: Uint8Array, model: ModelFiles | undefined): Promise<Site> {
  module ??= read(resolve(wasm), 'wasm-missing').then((bytes) => WebAssembly.compile(bytes));
  return { bundle, model, wasm: await module };
}

async function bundleOf(rules: RunOptions['rules']): Promise<Uint8Array> {
  if (rules instanceof ArrayBuffer || ArrayBuffer.isView(rules)) return bytesOf(rules);
  const { bundle, diagnostics } = await compile(rules);
  if (bundle) return bundle;
  const error = diagnostics.find(({ severity }) => severity === 'error');
  throw new VitrineError('rules', `The rules have a mistake in line ${error?.line}: ${error?.message}`);
}

async function inspectionOf(bundle: Uint8Array): Promise<Inspection> {
  const inspection = await inspect(bundle);
  if ('error' in inspection) throw new VitrineError('rules', `The rules cannot be used: ${inspection.message}`);
  return inspection;
}

/** Sees what is true after each step. */
class Tally {
  private readonly rules = new Set<string>();
  private readonly segments = new Set<string>();

  look({ vitrine }: Shopper): void {
    for (const { rule } of vitrine.decideAll()) if (rule !== null) this.rules.add(rule);
    for (const segment of vitrine.segments()) this.segments.add(segment);
  }

  of({ rules, segments }: Inspection, hasModel: boolean): Coverage {
    const covered = (names: readonly string[], seen: ReadonlySet<string>): Covered => ({
      seen: names.filter((name) => seen.has(name)),
      never: names.filter((name) => !seen.has(name)),
    });
    // A rule with an experiment has a row for each variation.
    const idsOf = (rows: Inspection['rules']): string[] => [...new Set(rows.map(({ id }) => id))];
    return {
      rules: covered(idsOf(rules), this.rules),
      segments: covered(segments.map(({ name }) => name), this.segments),
      needModel: idsOf(rules.filter(({ recommendation }) => recommendation !== null && !hasModel)),
    };
  }
}

async function runScenario(site: Site, scenario: Scenario, pointer: string, tally: Tally): Promise<ScenarioResult> {
  const begun = performance.now();
  const shopper = await Shopper.come(site, scenario);
  const run = new Run(shopper, tally);
  try {
    await run.steps(scenario.steps, `${pointer}/steps`, '', null);
  } finally {
    shopper.leave();
  }
  const { outcomes, done } = run;
  const passed = outcomes.every((outcome) => outcome.passed);
  return { name: scenario.name, pointer, passed, outcomes, steps: done, milliseconds: performance.now() - begun };
}

/** One scenario on its way. */
class Run {
  readonly outcomes: Outcome[] = [];
  done = 0;
  /** Number of the step that was done last. */
  last: string | null = null;

  /** `until`: the step to stop after. */
  constructor(
    private readonly shopper: Shopper,
    private readonly tally: Tally,
    private readonly until?: string | undefined,
  ) {}

  get isAtEnd(): boolean {
    return this.last !== null && this.last === this.until;
  }

  /** False when a step could not be done, or was the last one, so that those after it mean nothing. */
  async steps(list: readonly Step[], pointer: string, prefix: string, round: string | null): Promise<boolean> {
    for (const [i, step] of list.entries()) {
      const number = `${prefix}${i + 1}`;
      const at = `${pointer}/${i}`;
      if ('repeat' in step) {
        for (let k = 1; k <= step.repeat; k++) {
          const rounds = `${round === null ? '' : `${round}, `}${k} of ${step.repeat}`;
          if (!(await this.steps(step.steps, `${at}/steps`, `${number}.`, rounds))) return false;
        }
        this.last = number;
      } else if (!(await this.step(step, at, number, round))) {
        return false;
      }
      if (this.isAtEnd) return false;
    }
    return true;
  }

  private async step(
    step: Exclude<Step, RepeatStep>,
    pointer: string,
    number: string,
    round: string | null,
  ): Promise<boolean> {
    const { shopper } = this;
    const place = { step: number, round, note: step.note ?? null };
    const impossible = 'expect' in step ? this.judge(step, pointer, place) : await shopper.act(step);
    this.tally.look(shopper);
    this.done++;
    this.last = number;
    const at = new Date(shopper.now).toISOString();
    const complaints = impossible === null ? shopper.complaints() : [...shopper.complaints(), impossible];
    for (const message of complaints) {
      this.outcomes.push({ kind: 'mistake', passed: false, ...place, pointer, at, message, explanation: null });
    }
    if (this.done % BREATH === 0) await new Promise((resume) => setTimeout(resume));
    return impossible === null;
  }

  private judge({ expect }: ExpectStep, pointer: string, place: Pick<Outcome, 'step' | 'round' | 'note'>): null {
    const { vitrine, now } = this.shopper;
    const at = new Date(now).toISOString();
    const why = ({ passed, slot }: Judgement): string | null =>
      passed || slot === null ? null : (vitrine.explain(slot)?.text ?? null);
    for (const judgement of judge(vitrine, expect, `${pointer}/expect`)) {
      const { slot: _, ...told } = judgement;
      this.outcomes.push({ kind: 'expectation', ...place, ...told, at, explanation: why(judgement) });
    }
    return null;
  }
}
