import { Status } from '../core/abi.js';
import { refusal } from '../errors.js';
import { MODEL_INDEX, PAGE_ITEMS, type StoredFile, type StoredModel, modelFilesOf, unusable } from './model.js';
import { modelReader } from './model_inspection.js';

/** Reasons that need more words than their names; see READ_ERRORS. */
const REASONS: Readonly<Record<string, string>> = {
  'too-new': 'it is of a newer Vitrine than this one',
  'too-old': 'it is of an older Vitrine than this one',
  'wrong-model': 'it belongs to another model than the core beside it',
  reference: 'it does not fit the core beside it',
};

/** Lets the reader of the pages try the model: what it refuses here, no shopper would ever see in use. */
export async function checkModel(model: StoredModel): Promise<void> {
  const reader = await modelReader();
  const judge = (status: number, { name }: StoredFile): void => {
    if (status >= 0) return;
    const reason = refusal(Status.loadError - status, '').code.slice(1);
    throw unusable(`${name} cannot be used: ${REASONS[reason] ?? `it is damaged (${reason})`}`);
  };
  const info = reader.model(model.ranking.bytes);
  if (typeof info === 'number') return judge(info, model.ranking);
  const { parts, displays } = model;
  const count = Math.ceil(info.items / PAGE_ITEMS);
  if (parts.length !== info.firstDisplay || displays.length !== count) {
    const [named, whole] = [parts.length + displays.length, info.firstDisplay + count];
    throw unusable(`${MODEL_INDEX} names ${named} of ${whole} files`);
  }
  for (const part of parts) judge(reader.part(part.bytes), part);
  modelFilesOf(model);
}
