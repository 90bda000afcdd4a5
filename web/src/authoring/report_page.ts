import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UsageError, openFile, print, writing } from './terminal.js';
import { textOf } from './text.js';

export const REPORT_DATA = 'report.json';
export const REPORT_PAGE = 'report.html';

/** The report as a page that needs nothing beside itself. `data`: report.json. */
export async function reportPage(data: string): Promise<string> {
  const template = await readFile(new URL(REPORT_PAGE, import.meta.url), 'utf8');
  // Nothing in a text can end the element that it stands in.
  return template.replace('__REPORT__', () => JSON.stringify(JSON.parse(data)).replaceAll('<', '\\u003c'));
}

export async function writeReportPage(file: string, data: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await reportPage(data));
}

const isReport = (data: string): boolean => {
  try {
    const report: unknown = JSON.parse(data);
    return typeof report === 'object' && report !== null && 'files' in report;
  } catch {
    return false;
  }
};

/** Makes the page from what a command wrote: a folder of a model, or report.json. */
export async function reportCommand(name: string | undefined, out: string | undefined): Promise<number> {
  if (name === undefined) throw new UsageError('vitrine report takes a folder of vitrine train, or a report.json');
  if (out === '') throw new UsageError('the FILE of --out is empty');
  const isFolder = await stat(name).then((found) => found.isDirectory(), () => false);
  const file = isFolder ? join(name, REPORT_DATA) : name;
  const data = textOf(await openFile(file), file);
  if (!isReport(data)) throw new UsageError(`${file} is no report: vitrine train writes one beside the model, and vitrine evaluate --json prints one`);
  const page = out ?? join(dirname(file), `${basename(file, '.json')}.html`);
  await writing(page, writeReportPage(page, data));
  print(page);
  return 0;
}
