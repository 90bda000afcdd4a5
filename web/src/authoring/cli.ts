import { parseArgs } from 'node:util';
import { VitrineError } from '../errors.js';
import { embedding } from './embed.js';
import { writeSite } from './files.js';
import { type Compiled, type CompileOptions, type Inspection, compile, inspect } from './rules.js';
import { evaluateCommand, trainCommand } from './learn.js';
import { modelFilesOf, readModelFolder } from './model.js';
import { checkModel } from './model_check.js';
import { inspectModel, isModelFile } from './model_inspection.js';
import { printDiagnostic, printInspection, printModel, printSummary, printTable } from './print.js';
import { reportCommand } from './report_page.js';
import { explainCommand } from './scenarios/explain_command.js';
import { testCommand } from './scenarios/command.js';
import { UsageError, complain, openFile, print, writing } from './terminal.js';
import { textOf } from './text.js';

const HELP = `Usage:
  vitrine check FILE [--lenient] [--format text|json]
                                             finds the mistakes in rules
  vitrine build FILE --out DIR [--model DIR] [--base URL] [--lenient]
                                             compiles rules and writes all that a page loads
  vitrine inspect FILE [--format text|json]  shows what is in rules (*.json), or in a file that a page loads (*.vitrine)
  vitrine train EVENTS --out DIR [--json]    learns what to recommend from a log of events
  vitrine evaluate EVENTS (--test FILE | --holdout 7d|10%) [--json]
                                             learns from a log and judges with visits that were held out
  vitrine evaluate --model DIR --test FILE [--json]
                                             judges what was learned before
  vitrine report DIR|FILE [--out FILE]       makes a page of a report: of what vitrine train wrote to DIR, or of report.json
  vitrine test FILE... [--rules FILE] [--model DIR] [--lenient] [--format text|tap|junit] [--only TEXT] [--coverage]
               [--watch]
                                             runs scenarios against rules
  vitrine explain FILE [--scenario NAME] [--step N] [--slot SLOT] [--rules FILE] [--model DIR] [--lenient]
                  [--format text|json]
                                             explains what slots show after a step of a scenario
  vitrine --help | --version

  --out DIR       the folder to write to; it is made where it is missing
  --base URL      where a page finds that folder (/vitrine/ unless told)
  --lenient       of rules written for GrowthBook: a condition that can never hold there gives a warning, no error
  --model DIR     the folder that vitrine train wrote to
  --test FILE     a log of visits that the model has not seen
  --holdout PART  the last days (7d) of EVENTS, or the last share of its visits (10%)
  --baselines     of evaluate EVENTS: also judges the usual methods (AR, SR, V-SKNN), learned from the same log
  --report FILE   of evaluate: also writes the report as a page (train writes report.html to its folder)
  --rules FILE    in place of the rules that a scenario file names; --model DIR likewise
  --only TEXT     runs scenarios in whose name TEXT occurs
  --coverage      lists rules that never won and segments that never held
  --watch         runs again when a file changes
  --scenario NAME the scenario to walk, or a part of its name, where the file has several
  --step N        where to stop: 3, or 3.1 for the first step of a repetition; at the end unless told
  --slot SLOT     this slot, in place of all
  --json          figures as JSON in place of text
  --progress      shows progress on one line also where standard error is no terminal

Logs (EVENTS and --test) are CSV, TSV or JSON lines, plain or gzip; - is standard input:
  --columns session=NAME,visitor=NAME,item=NAME,time=NAME,event=NAME
                  names of the columns, where they are not found by themselves
  --time KIND     auto, seconds, ms, iso, or rank where the log tells only an order
  --event EVENT   view, cart or purchase: what every row says where there is no column for it (view unless told; of invoices, purchase)
  --format KIND   csv, tsv or jsonl
  --feed FILE     the products with Google Merchant's attributes: CSV, TSV, JSON lines, RSS or Atom; nothing else is recommended
  --feed-columns id=NAME,title=NAME,price=NAME,...
                  names of the feed's columns
  --display LIST  attributes of the feed that pages get besides the usual ones: color,size
  --currency EUR  of prices that name none
  --keep-bots     learns also from visits that no shopper makes
  --min-support N
                  two items go together in the model only if N different sessions support that (3 unless told)
  --budget SIZE   100KB, 1MB: keeps as much of what goes with what as fits into all files to rank with, without those to look items up in
  --shard-items N items of one file that tells what goes with them, a power of two (64 unless told)
  --seconds N     ends tuning after N seconds, and goes on to learn; the model then depends on how fast the machine is

The exit status is 0 when all is well, 1 for mistakes in rules and data or failed scenarios, 2 for mistakes in the command.
`;

/** What reads a log takes all of these. */
const LOG = ['feed', 'columns', 'feed-columns', 'time', 'event', 'currency', 'display', 'keep-bots', 'format', 'min-support', 'budget', 'shard-items', 'seconds', 'json', 'progress'];

/** The commands and what they take. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['check', ['format', 'lenient']],
  ['build', ['out', 'base', 'model', 'lenient']],
  ['inspect', ['format']],
  ['test', ['rules', 'model', 'lenient', 'format', 'only', 'coverage', 'watch']],
  ['explain', ['rules', 'model', 'lenient', 'scenario', 'step', 'slot', 'format']],
  ['train', ['out', ...LOG]],
  ['evaluate', ['model', 'test', 'holdout', 'baselines', 'report', ...LOG]],
  ['report', ['out']],
]);

/** As part of an attribute value in HTML. */
/** Compiles and tells the mistakes through `tell`. */
async function compileFile(
  file: string,
  text: string,
  tell: (line: string) => void,
  options?: CompileOptions,
): Promise<Compiled> {
  const compiled = await compile(text, options);
  for (const diagnostic of compiled.diagnostics) tell(printDiagnostic(file, text, diagnostic));
  return compiled;
}

async function checkCommand(file: string, json: boolean, options: CompileOptions): Promise<number> {
  const text = textOf(await openFile(file), file);
  const { bundle, diagnostics } = await compileFile(file, text, json ? () => undefined : print, options);
  print(json ? JSON.stringify(diagnostics, null, 2) : printSummary(file, diagnostics));
  return bundle ? 0 : 1;
}

/** What `vitrine build` takes beside the file. */
interface BuildOptions extends Pick<CompileOptions, 'lenient'> {
  readonly base?: string | undefined;
  readonly out?: string | undefined;
  readonly model?: string | undefined;
}

async function buildCommand(file: string, options: BuildOptions): Promise<number> {
  const { base = '/vitrine/', out, model: folder } = options;
  if (out === undefined) throw new UsageError('vitrine build needs --out DIR');
  if (!out) throw new UsageError('the DIR of --out is empty');
  const text = textOf(await openFile(file), file);
  const model = folder === undefined ? undefined : await readModelFolder(folder);
  if (model) await checkModel(model);
  const { bundle, diagnostics } = await compileFile(file, text, complain, { ...options, model: model && modelFilesOf(model) });
  if (!bundle) {
    complain(printSummary(file, diagnostics) + '; nothing was written');
    return 1;
  }
  const recommends = ((await inspect(bundle)) as Inspection).recommendations.length > 0;
  if (recommends && !model) {
    complain(`${file}: warning: its slots of recommendations keep their defaults without a model: --model DIR`);
  }
  if (model && !recommends) complain(`${file}: warning: no rule recommends anything, so no page uses the model`);
  const site = await writing(out, writeSite(out, bundle, model));
  print(`Written to ${out} (bytes: raw, gzip, brotli):`);
  print(printTable(site.written.map(({ name, raw, gzip, brotli }) => [name, raw, gzip, brotli])));
  print('\n' + embedding(base, site));
  return 0;
}

async function inspectCommand(file: string, json: boolean): Promise<number> {
  let bytes: Uint8Array | null = await openFile(file);
  if (file.endsWith('.json')) bytes = (await compileFile(file, textOf(bytes, file), complain)).bundle;
  if (!bytes) return 1;
  if (isModelFile(bytes)) {
    const model = await inspectModel(bytes);
    print(json ? JSON.stringify(model, null, 2) : printModel(file, model));
    return 0;
  }
  const inspection = await inspect(bytes);
  if ('error' in inspection) {
    complain(`${file}: ${inspection.message} (error ${inspection.error})`);
    return 1;
  }
  print(json ? JSON.stringify(inspection, null, 2) : printInspection(file, inspection));
  return 0;
}

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        base: { type: 'string' },
        lenient: { type: 'boolean' },
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
        model: { type: 'string' },
        test: { type: 'string' },
        holdout: { type: 'string' },
        baselines: { type: 'boolean' },
        report: { type: 'string' },
        feed: { type: 'string' },
        columns: { type: 'string', multiple: true },
        'feed-columns': { type: 'string', multiple: true },
        time: { type: 'string' },
        event: { type: 'string' },
        currency: { type: 'string' },
        display: { type: 'string', multiple: true },
        'keep-bots': { type: 'boolean' },
        'min-support': { type: 'string' },
        budget: { type: 'string' },
        'shard-items': { type: 'string' },
        seconds: { type: 'string' },
        rules: { type: 'string' },
        only: { type: 'string' },
        coverage: { type: 'boolean' },
        scenario: { type: 'string' },
        step: { type: 'string' },
        slot: { type: 'string' },
        watch: { type: 'boolean' },
        json: { type: 'boolean' },
        progress: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parse();
  const [command, file, ...rest] = positionals;
  if (values.help) return print(HELP.trimEnd()), 0;
  if (values.version) return print(VERSION), 0;
  if (command === undefined) throw new UsageError('a command is missing');
  const allowed = OPTIONS.get(command);
  if (!allowed) throw new UsageError(`there is no command "${command}"`);
  const stray = Object.keys(values).find((name) => !allowed.includes(name));
  if (stray !== undefined) throw new UsageError(`vitrine ${command} takes no --${stray}`);
  if (command === 'test') return testCommand(positionals.slice(1), values);
  if (command === 'explain') return explainCommand(positionals.slice(1), values);
  if (rest.length) throw new UsageError(`vitrine ${command} takes one file, not also "${rest[0]}"`);
  if (command === 'train') return trainCommand(file, values);
  if (command === 'report') return reportCommand(file, values.out);
  if (command === 'evaluate') return evaluateCommand(file, values);
  const { format = 'text' } = values;
  if (format !== 'text' && format !== 'json') throw new UsageError('--format is text or json');
  if (file === undefined) throw new UsageError(`vitrine ${command} takes one FILE`);
  const { lenient } = values;
  if (command === 'check') return checkCommand(file, format === 'json', { lenient });
  if (command === 'build') return buildCommand(file, values);
  return inspectCommand(file, format === 'json');
}

/** Codes of VitrineError that are mistakes in the command. */
const USAGE = ['options', 'source'];

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof UsageError || (error instanceof VitrineError && USAGE.includes(error.code));
  if (!usage && !(error instanceof VitrineError)) throw error;
  complain(`vitrine: ${error.message}${usage ? '\nTry: vitrine --help' : ''}`);
  process.exitCode = usage ? 2 : 1;
}
