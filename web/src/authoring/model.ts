import { bytesOf } from '../bundle.js';
import { VitrineError } from '../errors.js';
import type { Display, ModelFiles } from '../types.js';
import { nodeFs, whyUnreadable } from './node.js';

export interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A model's files, as they are stored. */
export interface StoredModel {
  readonly ranking: StoredFile;
  readonly display: StoredFile;
  /** Look-up pages, then shards. */
  readonly parts: readonly StoredFile[];
  /** Display pages. */
  readonly displays: readonly StoredFile[];
}

/** The file that names the others of a model. */
export const MODEL_INDEX = 'model.json';

/** The core of a model. The other files have numbers for names. */
export const CORE_RANKING = 'core.vitrine';
export const CORE_DISPLAY = 'core.json';

const nameOf = (number: number, parts: number): string => `${number}.${number < parts ? 'vitrine' : 'json'}`;

/** Items of a display page. */
export const PAGE_ITEMS = 32;

/** A model of which no use can be made. */
export const unusable = (what: string): VitrineError => new VitrineError('model', `${what}; run \`vitrine train\` again.`);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(where: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw unusable(`${where} is damaged: it is no JSON`);
  }
}

const isCount = (count: unknown): count is number => Number.isInteger(count) && (count as number) > 0;

/** How many files are read at the same time. */
const AT_ONCE = 64;

/** The files of a model, each read with `read`. `where` is for messages. */
export async function collectModel(where: string, read: (name: string) => Promise<Uint8Array>): Promise<StoredModel> {
  const file = async (name: string): Promise<StoredFile> => ({ name, bytes: await read(name) });
  const index = parse(where + MODEL_INDEX, await read(MODEL_INDEX));
  const { vitrine, parts, displays } = Object(index) as Readonly<Record<string, unknown>>;
  if (vitrine !== 1 || !isCount(parts) || !isCount(displays)) {
    throw unusable(`${where}${MODEL_INDEX} is not the list of a model of this version of Vitrine`);
  }
  const files: StoredFile[] = [];
  const names = [CORE_RANKING, CORE_DISPLAY, ...Array.from({ length: parts + displays }, (_, number) => nameOf(number, parts))];
  for (let from = 0; from < names.length; from += AT_ONCE) {
    files.push(...(await Promise.all(names.slice(from, from + AT_ONCE).map(file))));
  }
  const [ranking, display, ...rest] = files as [StoredFile, StoredFile, ...StoredFile[]];
  return { ranking, display, parts: rest.slice(0, parts), displays: rest.slice(parts) };
}

/** The model that `vitrine train` wrote to a folder. Only in Node. */
export async function readModelFolder(folder: string): Promise<StoredModel> {
  const { promises } = await nodeFs();
  const where = folder.endsWith('/') ? folder : `${folder}/`;
  return collectModel(where, (name) =>
    promises.readFile(where + name).catch((error: unknown) => {
      const unreadable = `${where}${name} cannot be read: ${whyUnreadable(error)}`;
      if (name !== MODEL_INDEX) throw unusable(unreadable);
      throw new VitrineError('source', `${unreadable}; \`vitrine train\` writes a model, and its folder is what is needed`);
    }),
  );
}

/** What pages show of the products: the JSON of a display file, as far as a host relies on it. */
function displayOf({ name, bytes }: StoredFile): Display {
  const display = parse(name, bytes);
  const columns = isObject(display) && isObject(display.fields) ? display.fields : {};
  const { length } = Object(columns.id) as { readonly length?: unknown };
  const sound = Object.values(columns).every((column) => Array.isArray(column) && column.length === length);
  if (!isObject(display) || !length || !sound) throw unusable(`${name} is damaged: its columns do not fit together`);
  return display as unknown as Display;
}

/** In the form that `createVitrine` takes. */
export function modelFilesOf({ ranking, display, parts, displays }: StoredModel): ModelFiles {
  const core = { ranking: ranking.bytes, display: displayOf(display) };
  const pages = displays.map((file, page) => {
    const shown = displayOf(file);
    if (shown.model !== core.display.model) {
      throw unusable(`${file.name} cannot be used: it belongs to another model than the core beside it`);
    }
    const full = page === displays.length - 1 || shown.fields.id?.length === PAGE_ITEMS;
    if (shown.first !== page * PAGE_ITEMS || !full) throw unusable(`${file.name} is damaged: it is not the page of these items`);
    return shown;
  });
  return { core, parts: parts.map(({ bytes }) => bytes), displays: pages };
}

/** As `vitrine train` would store it. */
export function storedModelOf({ core, parts, displays }: ModelFiles): StoredModel {
  const json = (name: string, value: object): StoredFile => ({ name, bytes: new TextEncoder().encode(JSON.stringify(value)) });
  const name = (number: number): string => nameOf(number, parts.length);
  return {
    ranking: { name: CORE_RANKING, bytes: bytesOf(core.ranking) },
    display: json(CORE_DISPLAY, core.display),
    parts: parts.map((part, number) => ({ name: name(number), bytes: bytesOf(part) })),
    displays: displays.map((display, page) => json(name(parts.length + page), display)),
  };
}
