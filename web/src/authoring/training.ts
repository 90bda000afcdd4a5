import { VitrineError } from '../errors.js';
import type { ModelFiles } from '../types.js';
import { type JobFile, type JobResults, Kind, type OnProgress, runJob } from './job.js';
import { collectModel, modelFilesOf, readModelFolder, storedModelOf } from './model.js';
import { inNode } from './node.js';
import type { Comparison, FiguresInDetail, ModelInDetail, PopularityOfItems } from './report_types.js';
import { withDisplays } from './session_bytes.js';
import type { Source } from './sources.js';

/** How a log is to be read. What is left out is found out from its first lines. */
export interface LogOptions {
  readonly format?: 'csv' | 'tsv' | 'jsonl' | undefined;
  /** Names of the log's columns (JSON lines: paths of keys) for session, item, time, event, quantity, visitor. */
  readonly columns?: Readonly<Record<string, string>> | undefined;
  /** Names of the feed's columns for id, title, price and so on. */
  readonly feedColumns?: Readonly<Record<string, string>> | undefined;
  readonly time?: 'auto' | 'seconds' | 'ms' | 'iso' | 'rank' | undefined;
  /** What every row of a log without an event column says. */
  readonly event?: 'view' | 'cart' | 'purchase' | undefined;
  /** Of prices in the feed that name none, such as EUR. */
  readonly currency?: string | undefined;
  /** Attributes of the feed, such as color, that pages get besides the usual ones. */
  readonly display?: readonly string[] | undefined;
  /** Learns also from visits that no shopper makes. */
  readonly keepBots?: boolean | undefined;
  /** Different sessions that must support two items for the model to tell of them together: 3 unless told. */
  readonly minSupport?: number | undefined;
  /** Of all files that rank: bytes, or a text such as 100KB. Without it, what is worth its bytes. */
  readonly budget?: number | string | undefined;
  /** Items of one shard, a power of two: 64 unless told. */
  readonly shardItems?: number | undefined;
  /** After which tuning ends, and learning goes on; the model then depends on how fast the machine is. */
  readonly seconds?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface TrainOptions extends LogOptions {
  readonly events: Source;
  /** With it the model recommends what stands in it, and nothing else. */
  readonly feed?: Source | undefined;
}

export interface EvaluateOptions extends LogOptions {
  /** The log to learn from, or `model`. */
  readonly events?: Source | undefined;
  readonly feed?: Source | undefined;
  /** What `train` gave, or the folder that `vitrine train` wrote. */
  readonly model?: ModelFiles | string | undefined;
  /** A log that the model has not seen, or `holdout`. */
  readonly test?: Source | undefined;
  /** The last part of `events`: days, or a share of the sessions. */
  readonly holdout?: `${number}d` | `${number}%` | undefined;
  /** With `events`: judges AR, SR and V-SKNN, learned from the same log, beside the model. */
  readonly baselines?: boolean | undefined;
}

export interface Trained {
  readonly model: ModelFiles;
  readonly report: TrainingReport;
  /** The report for people. */
  readonly text: string;
}

export interface Evaluated {
  readonly report: EvaluationReport;
  /** The report for people. */
  readonly text: string;
}

/** What was found in a file that was read. */
export interface FileReport {
  readonly name: string;
  /** That were used. */
  readonly rows: number;
  /** Lines that could not be used. */
  readonly broken: number;
  /** The first few of them, with the reason. */
  readonly messages: readonly string[];
  readonly warnings: readonly string[];
  /** Whether rows with the columns of invoices were taken for purchases. */
  readonly invoices: boolean;
  /** Rows of negative quantity, left out. */
  readonly returns: number;
  /** Whose events were cut into visits, at 30 minutes without any; 0 where the log tells visits itself. */
  readonly visitors: number;
  /** Products whose id came before, left out. */
  readonly duplicates: number;
  /** Rows of events that say nothing of a product, left out: how many, by name. */
  readonly other_events: Readonly<Record<string, number>>;
}

/** Visits that a rule set aside: the rule in words. */
export interface BotRule {
  readonly rule: string;
  readonly sessions: number;
  readonly events: number;
}

/** What a log is like, before anything is learned from it. */
export interface LogHealth {
  readonly sessions: number;
  readonly sessions_of_one_event: number;
  readonly items: number;
  readonly events: { readonly view: number; readonly cart: number; readonly purchase: number };
  /** Equal in everything to another one: counted once. */
  readonly duplicates: number;
  /** Set aside; all other figures are with them. */
  readonly bots: readonly BotRule[];
  /** Of the events, those whose item is in the feed. */
  readonly share_in_feed?: number;
  /** Of the first event and the last, and what lies between; nothing where times are ranks. */
  readonly from?: string;
  readonly to?: string;
  readonly days?: number;
  readonly days_without_events?: number;
  /** The first of them. */
  readonly gaps?: readonly { readonly from: string; readonly days: number }[];
}

/** What a model was learned from, and what is in it. */
export interface Learned {
  readonly items: number;
  readonly sessions: number;
  readonly events: number;
  readonly purchases: number;
  readonly similar_pairs: number;
  readonly together_pairs: number;
  /** In the feed and not in the log. */
  readonly items_without_events: number;
  /** Without learned neighbours, but with some that the feed says are like them. */
  readonly items_by_content: number;
  /** Items that trend in the latest part of a log of two weeks and more, and those that are new there. */
  readonly trending: number;
  readonly new_arrivals: number;
  /** Items of which display files tell after how many days visitors buy them again: `rebuy_days`. */
  readonly items_bought_again: number;
  /** In the log and not in the feed: not in the model. */
  readonly items_not_in_feed: number;
  /** More than a model can have. */
  readonly items_left_out: number;
  /** Equal in everything to another one, so that they count once. */
  readonly repeated_events: number;
  /** Products that are one item with others of their item_group_id, and how many items that makes. */
  readonly variants: number;
  readonly variant_groups: number;
  /** Different sessions that hold two items of the model that go together. */
  readonly min_support: number;
  readonly parameters: Readonly<Record<string, number>>;
  /** Missing where the log has too few sessions. */
  readonly tuning?: Tuning;
}

/** How the model's parameters were found: by what predicts the log's latest sessions from those before. */
export interface Tuning {
  /** That were predicted. */
  readonly sessions: number;
  readonly trials: number;
  /** By `seconds`. */
  readonly stopped: boolean;
  /** Of the parameters that every shop begins with. */
  readonly start: Replayed;
  readonly tuned: Replayed;
  /** What the tuned ones would give with a `minSupport` of 1. */
  readonly without_support: Replayed;
}

type ReplayFigures = Pick<Figures, 'hr@20' | 'mrr@20' | 'cases'>;

/** As tuning counts. */
export type Replayed = ReplayFigures & { readonly novel: ReplayFigures };

export interface TrainingReport extends Learned, ModelInDetail {
  readonly currency?: string;
  /** How many files the model has, and the bytes of those that rank and of those that are shown. */
  readonly bytes: { readonly files: number; readonly ranking: number; readonly display: number };
  readonly health: LogHealth;
  readonly files: readonly FileReport[];
}

/** How often the next item stood among 20 recommended ones, and how far in front. */
export interface Figures extends FiguresInDetail {
  readonly 'hr@20': number;
  readonly 'mrr@20': number;
  /** Share of the model's items that were recommended at all. */
  readonly coverage: number;
  readonly cases: number;
}

/** Over all cases, and over those where the next item was new to its session. */
export interface Judged extends Figures {
  readonly novel: Figures;
}

/** What the model was compared with. */
export type JudgedBeside = Figures & Comparison & { readonly novel: Figures & Comparison };

export interface EvaluationReport extends ModelInDetail {
  readonly model: Judged & { readonly us_per_recommendation: { readonly median: number; readonly p99: number } };
  /** Always the most popular items. */
  readonly popularity: JudgedBeside;
  /** With the option `baselines`: association rules, sequential rules, nearest sessions. */
  readonly baselines?: Readonly<Record<'ar' | 'sr' | 'vsknn', JudgedBeside>>;
  /** How popular what shoppers went on to look at is. */
  readonly targets: PopularityOfItems;
  /** Of the model. */
  readonly items: number;
  /** That were judged with. */
  readonly sessions: number;
  readonly events_of_unknown_items: number;
  /** What was kept from training to judge with; `from` and `to`, its first and last event, unless times are ranks. */
  readonly holdout?: {
    readonly sessions: number;
    readonly from?: string;
    readonly to?: string;
    readonly warnings: readonly string[];
  };
  /** Of a model that was learned for this. */
  readonly training?: Learned;
  /** Of `events`, or without them of `test`. */
  readonly health: LogHealth;
  /** What was set aside of `test` where `health` is that of `events`. */
  readonly test_bots?: readonly BotRule[];
  /** Of the model's files that a session downloads, on average. */
  readonly bytes_per_session: {
    readonly core: number;
    readonly lookups: number;
    readonly shards: number;
    /** What the items show, brotli: in Node, of a model that was there. */
    readonly display?: number;
    /** With `display`. */
    readonly total?: number;
  };
  readonly files: readonly FileReport[];
}

const missing = (what: string): VitrineError => new VitrineError('options', what);

/** What the job needs to know of the options, whose names are the same there. */
const settings = (command: string, options: LogOptions): object => {
  const { format, columns, feedColumns, time, event, currency, display, keepBots, minSupport, budget, shardItems, seconds } = options;
  return {
    command,
    format,
    columns,
    feedColumns,
    time,
    event,
    currency,
    display: display?.join(','),
    keepBots,
    minSupport,
    budget,
    shardItems,
    seconds,
  };
};

const file = (kind: Kind, source: Source | undefined, name: string): JobFile[] =>
  source === undefined ? [] : [{ kind, source, name }];

/** `train` with its results as files, by name. */
export function trainingJob(options: TrainOptions): Promise<JobResults> {
  if (options.events === undefined) throw missing('`events` is missing: the log to learn from.');
  const files = [...file(Kind.events, options.events, 'events'), ...file(Kind.feed, options.feed, 'feed')];
  return runJob(settings('train', options), files, options.onProgress);
}

/** `evaluate` with its results as files, by name. */
export async function evaluationJob(options: EvaluateOptions): Promise<JobResults> {
  const { events, feed, model, test, holdout, baselines } = options;
  if ((events === undefined) === (model === undefined)) {
    throw missing('either `events`, a log to learn from, or `model` is needed.');
  }
  if ((test === undefined) === (holdout === undefined)) {
    throw missing('either `test`, a log to judge with, or `holdout`, the last part of `events`, is needed.');
  }
  if (model !== undefined && test === undefined) throw missing('a `model` is judged with `test`, not `holdout`.');
  if (model !== undefined && feed !== undefined) throw missing('`feed` goes with `events`: a `model` has its own.');
  const { minSupport, budget, shardItems, seconds } = options;
  if (model !== undefined && (minSupport ?? budget ?? shardItems ?? seconds) !== undefined) {
    throw missing('`minSupport`, `budget`, `shardItems` and `seconds` go with `events`: a `model` is there already.');
  }
  if (model !== undefined && baselines) throw missing('`baselines` go with `events`: they learn from that log, too.');
  const stored = model === undefined ? undefined : typeof model === 'string' ? await readModelFolder(model) : storedModelOf(model);
  const given = stored ? [stored.ranking, ...stored.parts, ...stored.displays] : [];
  const files = [
    ...given.flatMap(({ bytes, name }) => file(Kind.model, bytes, name)),
    ...file(Kind.events, events, 'events'),
    ...file(Kind.feed, feed, 'feed'),
    ...file(Kind.test, test, 'test'),
  ];
  const results = await runJob({ ...settings('evaluate', options), holdout, baselines }, files, options.onProgress);
  return stored && inNode() ? withDisplays(results, stored) : results;
}

/** The report as data and for people. */
function reportOf<Report>(results: JobResults): { report: Report; text: string } {
  const text = (name: string): string => new TextDecoder().decode(results.get(name));
  return { report: JSON.parse(text('report.json')) as Report, text: text('report.txt') };
}

/** Learns a model from a shop's log. */
export async function train(options: TrainOptions): Promise<Trained> {
  const results = await trainingJob(options);
  const model = await collectModel('', async (name) => results.get(name) as Uint8Array);
  return { model: modelFilesOf(model), ...reportOf<TrainingReport>(results) };
}

/** Judges a model, or what would be learned from a log, with sessions that it has not seen. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluated> {
  return reportOf<EvaluationReport>(await evaluationJob(options));
}

/** The model that `vitrine train` wrote to a folder. */
export async function readModel(folder: string): Promise<ModelFiles> {
  return modelFilesOf(await readModelFolder(folder));
}
