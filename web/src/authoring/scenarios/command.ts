import { resolve } from 'node:path';
import { VitrineError } from '../../errors.js';
import { UsageError, complain, print } from '../terminal.js';
import { coverageLines } from './coverage.js';
import { junitFormat } from './format_junit.js';
import { tapFormat } from './format_tap.js';
import { textFormat } from './format_text.js';
import { type FileReport, type Format, mistakeText, printable } from './report.js';
import { runScenarios } from './run.js';
import { quoted } from './shape.js';
import { type SourceOptions, Sources, Unusable } from './source.js';
import { Watcher } from './watcher.js';

/** What `vitrine test` takes, as it stands in the command line. */
export interface TestOptions extends SourceOptions {
  readonly format?: string | undefined;
  readonly only?: string | undefined;
  readonly coverage?: boolean | undefined;
  readonly watch?: boolean | undefined;
}

const FORMATS: Readonly<Record<string, Format>> = { text: textFormat, tap: tapFormat, junit: junitFormat };

/** A report, and the rules that it is about. */
interface Tested extends FileReport {
  readonly rules: string | null;
}

async function testFile(file: string, sources: Sources, only: string | undefined): Promise<Tested> {
  try {
    const { content, rules, bundle, model } = await sources.open(file);
    const results = await runScenarios(content, { rules: bundle, model, only });
    const mistakes = results.mistakes.map(mistakeText);
    return { file, rules, mistakes, results: mistakes.length ? null : results };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { file, rules: null, mistakes: error.lines, results: null };
  }
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
  const sources = new Sources(options, reading);
  const tested: Tested[] = [];
  for (const file of files) tested.push(await testFile(file, sources, only));
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
