/** What the tabs of the inspector share. */
import type { Child } from './dom.js';
import type { Works } from '../../vitrine.js';
import type { Forces } from './forces.js';
import type { PageVitrine } from './recorder.js';
import type { Written } from './scenario.js';

export interface Tools {
  readonly works: Works;
  /** Calls that nobody records. */
  readonly vitrine: PageVitrine;
  readonly forces: Forces;
  /** Slots of which all is told. */
  readonly opened: Set<string>;
  /** Segments are forced. */
  isHolding(): boolean;
  /** Runs what was done as a scenario. */
  write(name: string): Promise<Written>;
  /** Loads the page anew, with a visitor whom nobody knows, and records from the start. */
  beginAnew(): void;
  /** The tab is drawn again. */
  refresh(): void;
  /** Read aloud. */
  say(text: string): void;
}

export interface Tab {
  readonly id: string;
  readonly label: string;
  draw(tools: Tools): Child[];
}
