import type { JobResults } from './job.js';
import type { StoredFile, StoredModel } from './model.js';
import { nodeBrotli } from './node.js';

/** downloads.json: sessions, and by number of a file how many of them would download it. */
interface Downloads {
  readonly sessions: number;
  readonly downloads: readonly number[];
}

/** The results of an evaluation with what a session downloads to show its items, as a server that compresses sends it. */
export async function withDisplays(results: JobResults, { display, parts, displays }: StoredModel): Promise<JobResults> {
  const told = (name: string): string => new TextDecoder().decode(results.get(name));
  const { sessions, downloads } = JSON.parse(told('downloads.json')) as Downloads;
  const shareOf = (page: number): number => (downloads[parts.length + page] ?? 0) / sessions;
  const pages = displays.map((file, page) => ({ file, share: shareOf(page) })).filter(({ share }) => share > 0);
  let shown = 0;
  for (const { file, share } of [{ file: display, share: 1 }, ...pages]) shown += share * (await sent(file));
  const report = JSON.parse(told('report.json')) as { bytes_per_session: Record<string, number> };
  const bytes = report.bytes_per_session;
  const ranking = Object.values(bytes).reduce((sum, one) => sum + one, 0);
  Object.assign(bytes, { display: Math.round(shown), total: Math.round(ranking + shown) });
  const rows = [['bytes to show items, for a session', bytes.display], ['bytes of both', bytes.total]] as const;
  const width = `${bytes.total}`.length;
  const lines = rows.map(([what, size]) => `${what.padEnd(36)}${`${size}`.padStart(width)}\n`);
  const text = [told('report.txt'), '\n', ...lines].join('');
  const encode = (content: string): Uint8Array => new TextEncoder().encode(content);
  const changed: [string, Uint8Array][] = [
    ['report.json', encode(JSON.stringify(report, null, 2) + '\n')],
    ['report.txt', encode(text)],
  ];
  return new Map([...results, ...changed]);
}

const sent = async ({ bytes }: StoredFile): Promise<number> => (await nodeBrotli(bytes)).length;
