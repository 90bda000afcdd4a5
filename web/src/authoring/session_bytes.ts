import type { JobResults } from './job.js';
import type { StoredFile, StoredModel } from './model.js';
import { nodeBrotli } from './node.js';
import type { EvaluationReport } from './training.js';

/** downloads.json: sessions, and by number of a file how many of them would download it. */
interface Downloads {
  readonly sessions: number;
  readonly downloads: readonly number[];
}

/** The results of an evaluation with what a session downloads to show its items, as a server that compresses sends it. */
export async function withDisplays(results: JobResults, model: StoredModel): Promise<JobResults> {
  const told = (name: string): string => new TextDecoder().decode(results.get(name));
  const { sessions, downloads } = JSON.parse(told('downloads.json')) as Downloads;
  let shown = await sent(model.display);
  for (const [page, file] of model.displays.entries()) {
    const times = downloads[model.parts.length + page] ?? 0;
    if (times > 0) shown += (times / sessions) * (await sent(file));
  }
  const report = told('report.json');
  const { bytes_per_session: ranking } = JSON.parse(report) as Pick<EvaluationReport, 'bytes_per_session'>;
  const [display, total] = [Math.round(shown), Math.round(ranking.core + ranking.lookups + ranking.shards + shown)];
  // As text, so that everything else stays as the job wrote it.
  const json = report.replace(/("bytes_per_session": \{[^}]*\d)/, `$1,\n    "display": ${display},\n    "total": ${total}`);
  const rows = [['bytes to show items, for a session', display], ['bytes of both', total]] as const;
  const width = `${total}`.length;
  const lines = rows.map(([what, size]) => `${what.padEnd(36)}${`${size}`.padStart(width)}\n`);
  const text = [told('report.txt'), '\n', ...lines].join('');
  const encode = (content: string): Uint8Array => new TextEncoder().encode(content);
  const changed: [string, Uint8Array][] = [
    ['report.json', encode(json)],
    ['report.txt', encode(text)],
  ];
  return new Map([...results, ...changed]);
}

const sent = async ({ bytes }: StoredFile): Promise<number> => (await nodeBrotli(bytes)).length;
