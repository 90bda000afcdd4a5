import { dirname, isAbsolute, join, resolve } from 'node:path';
import { VitrineError, reasonOf } from '../../errors.js';
import type { ModelFiles } from '../../types.js';
import { compile } from '../rules.js';
import { modelFilesOf, readModelFolder } from '../model.js';
import { checkModel } from '../model_check.js';
import { printDiagnostic, printSummary } from '../print.js';
import { UsageError, complain, openFile, print } from '../terminal.js';
import { coverageLines } from './coverage.js';
import { junitFormat } from './format_junit.js';
import { tapFormat } from './format_tap.js';
import { textFormat } from './format_text.js';
import { type FileReport, type Format, mistakeText, printable } from './report.js';
import { runScenarios } from './run.js';
import { isDictionary, quoted } from './shape.js';
import { Watcher } from './watcher.js';

/** What `vitrine test` takes, as it stands in the command line. */
export interface TestOptions {
  readonly rules?: string | undefined;
  readonly model?: string | undefined;
  readonly format?: string | undefined;
  readonly only?: string | undefined;
  readonly coverage?: boolean | undefined;
  readonly watch?: boolean | undefined;
}

const FORMATS: Readonly<Record<string, Format>> = { text: textFormat, tap: tapFormat, junit: junitFormat };

/** Reasons why a file cannot be run, as lines. */
class Unusable extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** A report, and the rules that it is about. */
interface Tested extends FileReport {
  readonly rules: string | null;
}

/** One run over all files. What several of them name is read once. */
class TestRun {
  private readonly bundles = new Map<string, Promise<Uint8Array>>();
  private readonly models = new Map<string, Promise<ModelFiles>>();

  /** `reading` is called with each path before it is read. */
  constructor(
    private readonly options: TestOptions,
    private readonly reading: (path: string) => void,
  ) {}

  async file(file: string): Promise<Tested> {
    this.reading(file);
    const text = (await openFile(file)).toString();
    try {
      const content = parse(text);
      const named = (key: 'rules' | 'model'): string | undefined => pathFrom(file, content, key) ?? undefined;
      const rules = this.options.rules ?? named('rules');
      if (rules === undefined) throw new Unusable(['the file names no `rules`, and no --rules FILE does']);
      const folder = this.options.model ?? named('model');
      const bundle = await once(this.bundles, rules, () => this.compiled(rules));
      const model = folder === undefined ? undefined : await once(this.models, folder, () => this.modelIn(folder));
      const results = await runScenarios(content, { rules: bundle, model, only: this.options.only });
      const mistakes = results.mistakes.map(mistakeText);
      return { file, rules, mistakes, results: mistakes.length ? null : results };
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      return { file, rules: null, mistakes: error.lines, results: null };
    }
  }

  private async compiled(rules: string): Promise<Uint8Array> {
    this.reading(rules);
    const text = (await this.opened(rules)).toString();
    const { bundle, diagnostics } = await compile(text);
    if (bundle) return bundle;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    throw new Unusable([...errors.map((error) => printDiagnostic(rules, text, error)), printSummary(rules, diagnostics)]);
  }

  /** A path of the command line that leads nowhere is a mistake in the command, one of a file is the file's. */
  private opened(rules: string): Promise<Buffer> {
    return openFile(rules).catch((error: unknown) => {
      throw this.options.rules === undefined ? new Unusable([`/rules: ${reasonOf(error)}`]) : error;
    });
  }

  private async modelIn(folder: string): Promise<ModelFiles> {
    this.reading(folder);
    try {
      const model = await readModelFolder(folder);
      await checkModel(model);
      return modelFilesOf(model);
    } catch (error) {
      if (!(error instanceof VitrineError) || this.options.model !== undefined) throw error;
      throw new Unusable([`/model: ${error.message}`]);
    }
  }
}

function once<T>(made: Map<string, Promise<T>>, path: string, make: () => Promise<T>): Promise<T> {
  const key = resolve(path);
  const promise = made.get(key) ?? make();
  made.set(key, promise);
  return promise;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Unusable([`this is no JSON: ${reasonOf(error)}`]);
  }
}

/** A path in a scenario file is meant from the file's folder. Of another shape, it is told as such later. */
function pathFrom(file: string, content: unknown, key: string): string | null {
  const path = isDictionary(content) ? content[key] : undefined;
  if (typeof path !== 'string' || !path) return null;
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** Lines of coverage, for each rules file. */
function coverageOf(tested: readonly Tested[]): string[] {
  const byRules = new Map<string, Tested[]>();
  for (const one of tested) {
    if (one.rules === null || !one.results) continue;
    const key = resolve(one.rules);
    byRules.set(key, [...(byRules.get(key) ?? []), one]);
  }
  return [...byRules.values()].flatMap((files) =>
    coverageLines(files[0]?.rules ?? '', files.flatMap(({ results }) => (results ? [results.coverage] : []))),
  );
}

async function testOnce(
  files: readonly string[],
  options: TestOptions,
  reading: (path: string) => void,
): Promise<number> {
  const { format = 'text', only } = options;
  const run = new TestRun(options, reading);
  const tested: Tested[] = [];
  for (const file of files) tested.push(await run.file(file));
  const whole = tested.every(({ results }) => results);
  if (only !== undefined && whole && tested.every(({ results }) => !results?.scenarios.length)) {
    throw new UsageError(`no scenario has ${quoted(only)} in its name`);
  }
  print((FORMATS[format] ?? textFormat)(tested));
  if (options.coverage) {
    const lines = coverageOf(tested);
    if (format === 'junit') complain(lines.join('\n'));
    else print((format === 'tap' ? lines.map((line) => `# ${line}`) : ['', ...lines]).join('\n'));
  }
  return tested.every(({ results }) => results?.passed) ? 0 : 1;
}

/** Runs again whenever a file changes that was read; only the first run may end the command. */
async function testForever(files: readonly string[], options: TestOptions): Promise<never> {
  const watcher = new Watcher();
  const reading = (path: string): void => watcher.add(path);
  try {
    await testOnce(files, options, reading);
    for (;;) {
      print('\nwaiting for changes');
      const changed = await watcher.changes();
      print(`\nchanged: ${changed.map(printable).join(', ')}`);
      await testOnce(files, options, reading).catch((error: unknown) => {
        if (!(error instanceof UsageError) && !(error instanceof VitrineError)) throw error;
        complain(`vitrine: ${error.message}`);
      });
    }
  } finally {
    watcher.close();
  }
}

export async function testCommand(files: readonly string[], options: TestOptions): Promise<number> {
  const { format = 'text', watch, only } = options;
  if (!files.length) throw new UsageError('vitrine test takes one FILE or more');
  if (!Object.hasOwn(FORMATS, format)) throw new UsageError('--format of vitrine test is text, tap or junit');
  if (watch && format !== 'text') throw new UsageError('--watch goes with --format text');
  if (only === '') throw new UsageError('the TEXT of --only is empty');
  return watch ? testForever(files, options) : testOnce(files, options, () => undefined);
}
