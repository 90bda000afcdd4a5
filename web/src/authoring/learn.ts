import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { writeModel } from './files.js';
import type { JobResults, OnProgress } from './job.js';
import { REPORT_DATA, REPORT_PAGE, reportPage, writeReportPage } from './report_page.js';
import type { Source } from './sources.js';
import { ProgressLine, UsageError, writing } from './terminal.js';
import { type EvaluateOptions, type LogOptions, evaluationJob, trainingJob } from './training.js';

/** What `vitrine train` and `vitrine evaluate` take, as it stands in the command line. */
export interface LearnOptions {
  readonly out?: string | undefined;
  readonly feed?: string | undefined;
  readonly model?: string | undefined;
  readonly test?: string | undefined;
  readonly holdout?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly 'feed-columns'?: readonly string[] | undefined;
  readonly time?: string | undefined;
  readonly event?: string | undefined;
  readonly currency?: string | undefined;
  readonly display?: readonly string[] | undefined;
  readonly 'keep-bots'?: boolean | undefined;
  readonly format?: string | undefined;
  readonly 'min-support'?: string | undefined;
  readonly budget?: string | undefined;
  readonly 'shard-items'?: string | undefined;
  readonly seconds?: string | undefined;
  readonly baselines?: boolean | undefined;
  readonly report?: string | undefined;
  readonly json?: boolean | undefined;
  readonly progress?: boolean | undefined;
}

/** What a model that is there already has behind it. */
const OF_TRAINING = ['holdout', 'baselines', 'feed', 'feed-columns', 'currency', 'display', 'min-support', 'budget', 'shard-items', 'seconds'] as const;

/** `session=SessionId,item=ItemId`. */
function columns(name: string, texts: readonly string[] | undefined): Record<string, string> | undefined {
  if (texts === undefined) return undefined;
  const pairs = texts.flatMap((text) => text.split(',')).map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1) throw new UsageError(`--${name} is a list of NAME=COLUMN, not "${text}"`);
    return [text.slice(0, at).trim(), text.slice(at + 1)];
  });
  return Object.fromEntries(pairs);
}

/** As they stand: the job checks what they say. */
function logOptions(values: LearnOptions): LogOptions {
  const { format, time, event, currency, budget, seconds, 'min-support': minSupport, 'shard-items': shardItems } = values;
  return {
    ...({ format, time, event, currency, minSupport, budget, shardItems, seconds } as object),
    columns: columns('columns', values.columns),
    feedColumns: columns('feed-columns', values['feed-columns']),
    display: values.display?.flatMap((text) => text.split(',')),
    keepBots: values['keep-bots'],
  };
}

/** Files by name; `-`, which may stand once, is standard input. */
function sourcesOf(names: readonly (string | undefined)[]): (Source | undefined)[] {
  if (names.filter((name) => name === '-').length > 1) throw new UsageError('standard input (-) can be read only once');
  return names.map((name) => (name === '-' ? process.stdin : name));
}

/** Does a job with its progress shown. */
function work(values: LearnOptions, job: (onProgress: OnProgress) => Promise<JobResults>): Promise<JobResults> {
  const line = new ProgressLine(values.progress ?? process.stderr.isTTY === true);
  return job(line.show).finally(() => line.end());
}

const dataOf = (results: JobResults): string => new TextDecoder().decode(results.get(REPORT_DATA));

function printReport(values: LearnOptions, results: JobResults): void {
  process.stdout.write(results.get(values.json ? 'report.json' : 'report.txt') ?? '');
}

/** Refuses a folder that cannot be written, before the long work. */
async function checkFolder(folder: string): Promise<void> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    if (!found) continue;
    if (!found.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR', path });
    return access(path, constants.W_OK);
  }
}

export async function trainCommand(name: string | undefined, values: LearnOptions): Promise<number> {
  const { out } = values;
  if (name === undefined) throw new UsageError('vitrine train takes one EVENTS: a log, or - for standard input');
  if (out === undefined) throw new UsageError('vitrine train needs --out DIR');
  if (!out) throw new UsageError('the DIR of --out is empty');
  const [events, feed] = sourcesOf([name, values.feed]) as [Source, Source | undefined];
  const options = logOptions(values);
  await writing(out, checkFolder(out));
  const results = await work(values, (onProgress) => trainingJob({ ...options, events, feed, onProgress }));
  const files = new Map([...results].filter(([file]) => file !== 'report.txt'));
  files.set(REPORT_PAGE, new TextEncoder().encode(await reportPage(dataOf(results))));
  await writing(out, writeModel(out, files));
  printReport(values, results);
  return 0;
}

export async function evaluateCommand(name: string | undefined, values: LearnOptions): Promise<number> {
  const { model, holdout, baselines, report } = values;
  if (report === '') throw new UsageError('the FILE of --report is empty');
  if ((name === undefined) === (model === undefined)) {
    throw new UsageError('vitrine evaluate takes one EVENTS, or --model DIR');
  }
  if (model !== undefined) {
    const stray = OF_TRAINING.find((option) => values[option] !== undefined);
    if (stray) throw new UsageError(`vitrine evaluate --model takes no --${stray}`);
    if (values.test === undefined) throw new UsageError('vitrine evaluate --model needs --test FILE');
  }
  if ((values.test === undefined) === (holdout === undefined)) {
    throw new UsageError('vitrine evaluate needs --test FILE or --holdout 7d|10%, one of them');
  }
  const [events, feed, test] = sourcesOf([name, values.feed, values.test]);
  const options = { ...logOptions(values), events, feed, model, test, baselines, holdout: holdout as EvaluateOptions['holdout'] };
  if (report !== undefined) await writing(report, checkFolder(dirname(report)));
  const results = await work(values, (onProgress) => evaluationJob({ ...options, onProgress }));
  if (report !== undefined) await writing(report, writeReportPage(report, dataOf(results)));
  printReport(values, results);
  return 0;
}
