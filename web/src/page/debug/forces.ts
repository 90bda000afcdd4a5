/** What somebody puts in place of what is true: segments, variations, attributes, the time. */
import type { AttributeValue } from '../../types.js';
import type { Works } from '../../vitrine.js';
import { exchange } from './core.js';
import type { PageVitrine } from './recorder.js';
import { copyVisitor, shiftClock } from './rehearsal.js';
import { note, save, session } from './session.js';

export type Forces = ReturnType<typeof createForces>;

/** `silent`: calls that nobody records. `answer`: slots in view may change, as somebody waits for it. */
export function createForces(
  works: Works,
  silent: PageVitrine,
  module: Promise<WebAssembly.Module>,
  answer: () => void,
  changed: () => void,
) {
  const { context, decisions } = works;
  const { forced } = session;
  /** What the shop told of attributes that are forced. */
  const told = new Map<string, AttributeValue>();

  function call(name: 'force' | 'setAttributes', ...args: unknown[]): unknown {
    note({ at: Date.now(), kind: 'call', name, args, forced: true });
    return (silent[name] as (...args: unknown[]) => unknown)(...args);
  }

  const remark = (text: string): void => note({ at: Date.now(), kind: 'note', text });

  async function renew(): Promise<void> {
    await exchange(works, await module, forced, false);
    decisions.changed(true);
  }

  /** Each is about the copy of the visitor. */
  const rehearsed =
    <T extends unknown[]>(act: (...args: T) => unknown) =>
    async (...args: T): Promise<void> => {
      await copyVisitor();
      answer();
      await act(...args);
      save();
      changed();
    };

  return {
    /** On a new page, what was forced on the one before. Variations and attributes are told once the page can hear. */
    async resume(): Promise<void> {
      shiftClock(forced.shift);
      await exchange(works, await module, forced, true);
      for (const [experiment, arm] of Object.entries(forced.variations)) await call('force', experiment, arm);
      if (Object.keys(forced.attributes).length) call('setAttributes', forced.attributes);
      decisions.changed(true);
    },

    /** The shop told attributes: those that are forced stay so. */
    stand(attributes: unknown): void {
      const names = Object.keys(forced.attributes).filter((name) => name in Object(attributes));
      if (!names.length) return;
      for (const name of names) told.set(name, (attributes as Record<string, AttributeValue>)[name]);
      call('setAttributes', Object.fromEntries(names.map((name) => [name, forced.attributes[name]])));
    },

    /** null: as it is. */
    segment: rehearsed((name: string, holds: boolean | null) => {
      if (holds === null) delete forced.segments[name];
      else forced.segments[name] = holds;
      remark(holds === null ? `segment ${name}: as it is` : `segment ${name}: everybody is ${holds ? 'in' : 'out'}`);
      return renew();
    }),

    variation: rehearsed((experiment: string, arm: string | null) => {
      if (arm === null) delete forced.variations[experiment];
      else forced.variations[experiment] = arm;
      return call('force', experiment, arm);
    }),

    /** undefined: as the shop told. */
    attribute: rehearsed((name: string, value: AttributeValue) => {
      if (!told.has(name)) told.set(name, (context.valueOf(name) ?? null) as AttributeValue);
      if (value === undefined) delete forced.attributes[name];
      else forced.attributes[name] = value;
      call('setAttributes', { [name]: value === undefined ? told.get(name) : value });
      if (value === undefined) told.delete(name);
    }),

    shift: rehearsed((ms: number) => {
      const back = ms < forced.shift;
      forced.shift = ms;
      shiftClock(ms);
      remark(ms ? `the time is ${new Date(Date.now()).toISOString()}` : 'the time is as it is');
      // Time does not run backwards in a core.
      if (back) return renew();
      decisions.changed(true);
    }),
  };
}
