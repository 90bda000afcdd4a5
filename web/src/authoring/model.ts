import { VitrineError } from '../errors.js';
import type { Display, ModelFiles } from '../types.js';
import { nodeFs, whyUnreadable } from './node.js';

/** A model's core, or one of its shards, as it is stored. */
export interface StoredPart {
  readonly ranking: StoredFile;
  readonly display: StoredFile;
}

export interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface StoredModel {
  readonly core: StoredPart;
  readonly shards: readonly StoredPart[];
}

/** The file that names the others of a model. */
export const MODEL_INDEX = 'model.json';

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

/** Names stay inside of the folder. */
const isFileName = (name: unknown): name is string => typeof name === 'string' && /^[\w-][\w.-]*$/.test(name);

/** The files that a model.json names, each read with `read`. `where` is for messages. */
export async function collectModel(where: string, read: (name: string) => Promise<Uint8Array>): Promise<StoredModel> {
  const index = parse(`${where}${MODEL_INDEX}`, await read(MODEL_INDEX));
  if (!isObject(index) || index.vitrine !== 1 || !Array.isArray(index.shards)) {
    throw unusable(`${where}${MODEL_INDEX} is not the list of a model of this version of Vitrine`);
  }
  async function part(names: unknown): Promise<StoredPart> {
    if (!isObject(names) || !isFileName(names.ranking) || !isFileName(names.display)) {
      throw unusable(`${where}${MODEL_INDEX} is damaged: a part of the model has no file names`);
    }
    const { ranking, display } = names;
    return {
      ranking: { name: ranking, bytes: await read(ranking) },
      display: { name: display, bytes: await read(display) },
    };
  }
  return { core: await part(index.core), shards: await Promise.all(index.shards.map(part)) };
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
export function displayOf({ name, bytes }: StoredFile): Display {
  const display = parse(name, bytes);
  const columns = isObject(display) && isObject(display.fields) ? Object.values(display.fields) : [null];
  const length = Array.isArray(columns[0]) ? columns[0].length : 0;
  const sound = columns.every((column) => Array.isArray(column) && column.length === length);
  if (!isObject(display) || !Number.isInteger(display.first) || !sound) {
    throw unusable(`${name} is damaged: its columns do not fit together`);
  }
  return display as unknown as Display;
}

/** In the form that `createVitrine` takes. */
export function modelFilesOf({ core, shards }: StoredModel): ModelFiles {
  const part = ({ ranking, display }: StoredPart) => ({ ranking: ranking.bytes, display: displayOf(display) });
  return { core: part(core), shards: shards.map(part) };
}
