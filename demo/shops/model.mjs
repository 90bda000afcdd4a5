// Reads what `vitrine train` wrote (runtime/FORMAT.md): the feed as the trainer understood it, most popular product first.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const HEADER_BYTES = 24;
const ENTRY_BYTES = 8;
/** The second section of a core or shard, after the one that says which part it is. */
const IDS = 1;

/** The item ids of a core or shard. */
function idsOf(bytes) {
  const sections = bytes.readUInt32LE(12);
  const size = (i) => bytes.readUInt32LE(HEADER_BYTES + i * ENTRY_BYTES + 4);
  let at = HEADER_BYTES + sections * ENTRY_BYTES;
  for (let i = 0; i < IDS; i++) at += size(i);
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  // Each id begins as the one before.
  const kept = Array.from({ length: varint() }, varint);
  const sizes = kept.map(varint);
  let id = Buffer.alloc(0);
  return sizes.map((size, i) => {
    id = Buffer.concat([id.subarray(0, kept[i]), bytes.subarray(at, (at += size))]);
    return id.toString();
  });
}

/** `items`: { id, title, price, ... } as far as the feed tells; `show` replaces what pages show of them, in the same order. */
export async function openModel(folder) {
  const { currency = null, core, shards } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const parts = await Promise.all([core, ...shards].map(async ({ ranking, display }) => ({
    path: join(folder, display),
    ids: idsOf(await readFile(join(folder, ranking))),
    display: JSON.parse(await readFile(join(folder, display), 'utf8')),
  })));
  const items = parts.slice(1).flatMap(({ ids, display: { fields } }) => ids.map((id, i) => {
    const told = Object.entries(fields).filter(([, column]) => column[i] !== null);
    return { id, ...Object.fromEntries(told.map(([field, column]) => [field, column[i]])) };
  }));
  async function show(shown) {
    for (const { path, ids, display } of parts) {
      const here = shown.slice(display.first, display.first + ids.length);
      for (const field of Object.keys(here[0])) display.fields[field] = here.map((one) => one[field]);
      await writeFile(path, JSON.stringify(display));
    }
  }
  return { currency, items, show };
}
