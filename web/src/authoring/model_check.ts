import { read } from '../bundle.js';
import { Status } from '../core/abi.js';
import { createCore } from '../core/core.js';
import { refusal } from '../errors.js';
import { MODEL_INDEX, type StoredFile, type StoredModel, displayOf, unusable } from './model.js';
import { inspectModel } from './model_inspection.js';

/** Reasons that need more words than their names; see READ_ERRORS. */
const REASONS: Readonly<Record<string, string>> = {
  'too-new': 'it is of a newer Vitrine than this one',
  'too-old': 'it is of an older Vitrine than this one',
  'wrong-model': 'it belongs to another model than the core beside it',
  reference: 'it does not fit the core beside it',
};

/** Lets the reader of the pages try the model: what it refuses here, no shopper would ever see in use. */
export async function checkModel({ core, shards }: StoredModel): Promise<void> {
  const wasm = await read(new URL('vitrine.wasm', import.meta.url), 'wasm-missing');
  const reader = createCore((await WebAssembly.instantiate(wasm, {})).instance);
  const judge = (status: number, { name }: StoredFile): void => {
    if (status >= 0) return;
    const reason = refusal(Status.loadError - status, '').code.slice(1);
    throw unusable(`${name} cannot be used: ${REASONS[reason] ?? `it is damaged (${reason})`}`);
  };
  judge(reader.model(core.ranking.bytes), core.ranking);
  const { length } = inspectModel(core.ranking.bytes).shards ?? [];
  if (length !== shards.length) throw unusable(`${MODEL_INDEX} names ${shards.length} of ${length} shards`);
  for (const { ranking } of shards) judge(reader.shard(ranking.bytes), ranking);
  for (const { display } of [core, ...shards]) displayOf(display);
}
