import type { Diagnostic, Inspection } from './rules.js';
import type { ModelInspection } from './model_inspection.js';

/** The longest piece of a source line that is shown: minified rules are one line. */
const WIDTH = 120;
/** The compiler tells at most so many of each severity: kMaxDiagnostics of rules/text/limits.h. */
const MOST = 100;

/** `rules.json:12:7: error: message`, then the source line with a caret below the column. */
export function printDiagnostic(file: string, text: string, { line, column, severity, message }: Diagnostic): string {
  const head = `${file}:${line}:${column}: ${severity}: ${message}`;
  const source = text.split('\n')[line - 1]?.replace(/[\t\r]/g, ' ') ?? '';
  if (!source.trim()) return head;
  const from = column > WIDTH ? column - WIDTH / 2 : 0;
  const to = from + WIDTH;
  const shown = (from > 0 ? '...' : '') + source.slice(from, to) + (to < source.length ? '...' : '');
  return `${head}\n  ${shown}\n  ${' '.repeat((from > 0 ? 3 : 0) + column - 1 - from)}^`;
}

/** Counts of what was found, as a sentence. */
export function printSummary(file: string, diagnostics: readonly Diagnostic[]): string {
  const count = (severity: string): string => {
    const number = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    const most = number < MOST ? '' : ' (the most that are told, there may be more)';
    return `${number} ${severity}${number === 1 ? '' : 's'}${most}`;
  };
  return `${file}: ${count('error')}, ${count('warning')}`;
}

/** Lines of columns that line up. */
export function printTable(rows: readonly (readonly (string | number)[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, `${cell}`.length)));
  const pad = (cell: string | number, i: number): string =>
    typeof cell === 'number' ? `${cell}`.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0);
  return rows.map((row) => '  ' + row.map(pad).join('  ').trimEnd()).join('\n');
}

/** `vitrine inspect` as text. */
export function printInspection(file: string, bundle: Inspection): string {
  const part = (title: string, rows: readonly (readonly (string | number)[])[]): string =>
    rows.length ? `\n${title}\n${printTable(rows)}` : `\n${title}: none`;
  return [
    `${file}: rules, format ${bundle.format}, id ${bundle.id}, ${bundle.size} bytes`,
    part('sections (id, name, offset, bytes)', bundle.sections.map((s) => [s.id, s.name, s.offset, s.size])),
    part('counts', Object.entries(bundle.counts)),
    part('attributes', bundle.attributes.map((a) => [a.name, a.type, a.ttl === undefined ? '' : `ttl ${a.ttl} ms`])),
    part('reads (path, needs)', bundle.reads.map((r) => [r.path, r.needs.join(', ')])),
    part(
      'experiments (name, by, variations)',
      bundle.experiments.map((e) => [e.name, e.by, e.arms.map((arm) => `${arm.name} ${arm.from}..${arm.until}`).join(', ')]),
    ),
    part('symbols', bundle.symbols.map((s) => [s.kind, JSON.stringify(s.text)])),
    part('segments (name, node)', bundle.segments.map((s) => [s.name, s.node])),
    part(
      'slots (name, type, rules)',
      bundle.slots.map((s) => [s.name, s.limit === null ? s.type : `${s.type}, ${s.limit}`, s.rules]),
    ),
    part(
      'rules (id, slot, priority, node, content, recommendation, variation)',
      bundle.rules.map((r) => [
        ...[r.id, r.slot, r.priority, r.node, r.content ?? '', r.recommendation ?? ''],
        r.experiment === null ? '' : `${bundle.experiments[r.experiment]?.name} ${r.arm}`,
      ]),
    ),
    part(
      'recommendations (strategies with their places, filter)',
      bundle.recommendations.map(({ sources, filter }, i) => [
        i,
        sources.map(({ strategy, take }) => (take === null ? strategy : `${strategy} ${take}`)).join(', '),
        filter ?? '',
      ]),
    ),
    part('contents', bundle.contents.map((content, i) => [i, content])),
    '\nprogram',
    ...bundle.program.map((line) => '  ' + line),
  ].join('\n');
}

/** `vitrine inspect` of a file of a model, as text. */
export function printModel(file: string, { kind, format, size, counts }: ModelInspection): string {
  const head = `${file}: ${kind}, format ${format}, ${size} bytes`;
  return counts ? `${head}\n\n${printTable(Object.entries(counts))}` : head;
}
