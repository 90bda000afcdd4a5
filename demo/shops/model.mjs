// Reads what `vitrine train` wrote (runtime/FORMAT.md): the feed as the trainer understood it, the most popular products first.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `items`: { id, title, price, ... } as far as the feed tells; `show` replaces what pages show of them, in the same order. */
export async function openModel(folder) {
  const read = async (name) => ({ path: join(folder, name), display: JSON.parse(await readFile(join(folder, name), 'utf8')) });
  const { parts, displays } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  const core = await read('core.json');
  const pages = await Promise.all(Array.from({ length: displays }, (_, page) => read(`${parts + page}.json`)));
  const products = pages.flatMap(({ display: { fields } }) => fields.id.map((_, row) => {
    const told = Object.entries(fields).filter(([, column]) => column[row] !== null);
    return Object.fromEntries(told.map(([field, column]) => [field, column[row]]));
  }));
  // Pages have the order of the model's numbers; the core has the popular ones.
  const order = [...new Set([...core.display.items, ...products.keys()])];
  async function show(shown) {
    const of = new Map(order.map((number, i) => [number, shown[i]]));
    for (const { path, display } of [core, ...pages]) {
      const here = display.fields.id.map((_, row) => of.get(display.items?.[row] ?? display.first + row));
      for (const field of Object.keys(here[0])) display.fields[field] = here.map((one) => one[field]);
      await writeFile(path, JSON.stringify(display));
    }
  }
  return { currency: core.display.currency ?? null, items: order.map((number) => products[number]), show };
}
