import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { writeSite } from './files.js';
import { type Compiled, compile, inspect } from './index.js';
import { printDiagnostic, printInspection, printSummary, printTable } from './print.js';

const HELP = `Usage:
  vitrine check FILE [--format text|json]    finds the mistakes in rules
  vitrine build FILE --out DIR [--base URL]  compiles rules and writes all that a page loads
  vitrine inspect FILE [--format text|json]  shows what is in a rules file (*.vitrine) or in rules (*.json)
  vitrine --help | --version

  --out DIR     the folder to write to; it is made where it is missing
  --base URL    where a page finds that folder (/vitrine/ unless told)

The exit status is 0 when all is well, 1 for mistakes in the rules, 2 for mistakes in the command.
`;

/** The commands and what they take. */
const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['check', ['format']],
  ['build', ['out', 'base']],
  ['inspect', ['format']],
]);

/** A mistake in the command, not in the rules. */
class UsageError extends Error {}

const print = (text: string): void => void process.stdout.write(text + '\n');
const complain = (text: string): void => void process.stderr.write(text + '\n');

/** As part of an attribute value in HTML. */
const escape = (text: string): string => text.replace(/[&"'<>]/g, (unit) => `&#${unit.charCodeAt(0)};`);

async function open(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'no permission' }[code ?? ''];
    throw new UsageError(`${file} cannot be read: ${why ?? String(error)}`);
  }
}

/** Compiles and tells the mistakes through `tell`. */
async function compileFile(file: string, text: string, tell: (line: string) => void): Promise<Compiled> {
  const compiled = await compile(text);
  for (const diagnostic of compiled.diagnostics) tell(printDiagnostic(file, text, diagnostic));
  return compiled;
}

async function checkCommand(file: string, json: boolean): Promise<number> {
  const text = (await open(file)).toString();
  const { bundle, diagnostics } = await compileFile(file, text, json ? () => undefined : print);
  print(json ? JSON.stringify(diagnostics, null, 2) : printSummary(file, diagnostics));
  return bundle ? 0 : 1;
}

async function buildCommand(file: string, out: string | undefined, base: string): Promise<number> {
  if (out === undefined) throw new UsageError('vitrine build needs --out DIR');
  if (!out) throw new UsageError('the DIR of --out is empty');
  const { bundle, diagnostics } = await compileFile(file, (await open(file)).toString(), complain);
  if (!bundle) {
    complain(printSummary(file, diagnostics) + '; nothing was written');
    return 1;
  }
  const { written, stub } = await writeSite(out, bundle).catch((error: unknown) => {
    const { code, path = out } = error as NodeJS.ErrnoException;
    const inTheWay = { EEXIST: 'a file', ENOTDIR: 'a file', EISDIR: 'a folder' }[code ?? ''];
    const why = inTheWay ? `${inTheWay} is in the way at ${path}` : error instanceof Error ? error.message : String(error);
    throw new UsageError(`${out} cannot be written: ${why}`);
  });
  const at = escape(base.endsWith('/') ? base : base + '/');
  print(`Written to ${out} (bytes: raw, gzip, brotli):`);
  print(printTable(written.map(({ name, raw, gzip, brotli }) => [name, raw, gzip, brotli])));
  print('\nEmbed, in the <head>:');
  for (const name of ['vitrine.wasm', 'vitrine.json']) {
    print(`<link rel="preload" href="${at}${name}" as="fetch" crossorigin>`);
  }
  print(`<script>${stub}</script>`);
  print(`<script async src="${at}vitrine.js" data-bundle="${at}vitrine.json" data-page=""></script>`);
  const hash = createHash('sha256').update(stub).digest('base64');
  print(`\nContent-Security-Policy: script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`);
  return 0;
}

async function inspectCommand(file: string, json: boolean): Promise<number> {
  let bytes: Uint8Array | null = await open(file);
  if (file.endsWith('.json')) bytes = (await compileFile(file, bytes.toString(), complain)).bundle;
  if (!bytes) return 1;
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
        format: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parse();
  const { format = 'text', base = '/vitrine/', out } = values;
  const [command, file, ...rest] = positionals;
  if (values.help) return print(HELP.trimEnd()), 0;
  if (values.version) return print(VERSION), 0;
  if (format !== 'text' && format !== 'json') throw new UsageError('--format is text or json');
  if (command === undefined) throw new UsageError('a command is missing');
  const allowed = OPTIONS.get(command);
  if (!allowed) throw new UsageError(`there is no command "${command}"`);
  const stray = Object.keys(values).find((name) => !allowed.includes(name));
  if (stray !== undefined) throw new UsageError(`vitrine ${command} takes no --${stray}`);
  if (file === undefined || rest.length) throw new UsageError(`vitrine ${command} takes one FILE`);
  if (command === 'check') return checkCommand(file, format === 'json');
  if (command === 'build') return buildCommand(file, out, base);
  return inspectCommand(file, format === 'json');
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  complain(`vitrine: ${error.message}\nTry: vitrine --help`);
  process.exitCode = 2;
}
