/** Scenario files, as rules/schema/scenarios.schema.json describes them, and what running them gives. */
import type { Attributes, Consent, Device, Item, Json, Page, ReportOutcome } from '../../types.js';

export interface ScenarioFile {
  readonly $schema?: string;
  readonly vitrine: 1;
  /** Path of the rules, from the file's own folder. Whoever runs the file reads them. */
  readonly rules?: string;
  /** Folder that `vitrine train` wrote, from the file's own folder. */
  readonly model?: string;
  readonly scenarios: readonly Scenario[];
}

export interface Scenario {
  readonly name: string;
  readonly note?: string;
  /** DEFAULT_START unless told. */
  readonly start?: string;
  /** Of times that do not say their own. */
  readonly timezone?: string;
  /** The language of the pages. */
  readonly locale?: string;
  readonly device?: Device;
  /** By which experiments assign the visitor: 0 unless told. */
  readonly seed?: number;
  /** Granted unless told; what an object does not name is refused. */
  readonly consent?: ConsentTold;
  /** What the host tells on every page, also after `leave`. */
  readonly attributes?: Attributes;
  /** Experiments with the variation that everybody gets on every page. */
  readonly force?: { readonly [experiment: string]: string };
  readonly steps: readonly Step[];
}

export type ConsentTold = boolean | Partial<Consent>;

interface Noted {
  readonly note?: string;
}

export type Step =
  | PageStep
  | TrackStep
  | CartStep
  | ItemsStep
  | AttributesStep
  | ConsentStep
  | ForceStep
  | WaitStep
  | ActiveStep
  | AtStep
  | ReportStep
  | ForgetStep
  | LeaveStep
  | ExpectStep
  | RepeatStep;

export interface PageStep extends Noted {
  readonly page: string | Page;
}
/** Beside these, GA4's other parameters, and those of the shop's own: `event.<name>`; of its items: `item.<name>`. */
export interface TrackStep extends Noted {
  readonly track: string;
  /** Short for one of `items`. */
  readonly item?: string | number;
  readonly items?: readonly Item[];
  readonly transaction_id?: string | number;
  readonly value?: string | number;
}
export interface CartStep extends Noted {
  readonly cart: readonly Item[];
}
export interface ItemsStep extends Noted {
  readonly items: readonly Item[];
}
export interface AttributesStep extends Noted {
  readonly attributes: Attributes;
}
export interface ConsentStep extends Noted {
  readonly consent: ConsentTold;
}
export interface ForceStep extends Noted {
  readonly force: { readonly [experiment: string]: string | null };
}
export interface ActiveStep extends Noted {
  readonly active: string;
}
export interface WaitStep extends Noted {
  readonly wait: string;
}
export interface AtStep extends Noted {
  readonly at: string;
}
export interface ReportStep extends Noted {
  readonly report: Exclude<ReportOutcome, 'seen'>;
  readonly slot: string;
}
export interface ForgetStep extends Noted {
  readonly forget: true;
}
export interface LeaveStep extends Noted {
  readonly leave: true;
}
export interface ExpectStep extends Noted {
  readonly expect: Expect;
}
export interface RepeatStep extends Noted {
  readonly repeat: number;
  readonly steps: readonly Step[];
}

export interface Expect {
  readonly slots?: { readonly [slot: string]: ExpectedSlot };
  /** All of them hold. */
  readonly segments?: readonly string[];
  /** None of them holds. */
  readonly notSegments?: readonly string[];
  /** Texts that occur in the explanation of a slot. */
  readonly explain?: { readonly [slot: string]: readonly string[] };
}

/** The rule that fills the slot (null: none), or more than that. */
export type ExpectedSlot = string | null | ExpectedDecision;

export interface ExpectedDecision {
  readonly rule?: string | null;
  /** Those that were assigned; null where the rule has no experiment. */
  readonly experiment?: string | null;
  readonly variation?: string | null;
  /** Fields of `show`, some of them; null: nothing is shown, to a control group. */
  readonly show?: { readonly [field: string]: Json } | null;
  /** Ids in their order, all of them; or some of what is true of them. */
  readonly items?: readonly string[] | ExpectedItems;
}

export interface ExpectedItems {
  readonly includes?: readonly string[];
  readonly excludes?: readonly string[];
  readonly count?: number;
}

/** A mistake in a scenario file: nothing of the file is run. */
export interface Mistake {
  /** JSON pointer; empty for the whole file. */
  readonly pointer: string;
  /** Of the scenario in which it is. */
  readonly scenario: string | null;
  /** Number of the step in which it is: `3`, or `3.1` for the first one of a repetition. */
  readonly step: string | null;
  readonly message: string;
  readonly nearest?: string;
}

/** One thing that was expected, or (`mistake`) a step that could not be done as it stands. */
export interface Outcome {
  readonly kind: 'expectation' | 'mistake';
  readonly passed: boolean;
  /** `3`, or `3.1` for the first step of a repetition. */
  readonly step: string;
  /** `2 of 3` in a repetition, outer ones first: `1 of 2, 2 of 3`. */
  readonly round: string | null;
  readonly pointer: string;
  /** The scenario's time. */
  readonly at: string;
  readonly note: string | null;
  /** Complete without the other fields. */
  readonly message: string;
  readonly expected?: Json;
  readonly found?: Json;
  /** Why the slot shows what it shows. */
  readonly explanation: string | null;
}

export interface ScenarioResult {
  readonly name: string;
  readonly pointer: string;
  readonly passed: boolean;
  readonly outcomes: readonly Outcome[];
  /** Done, with repetitions. */
  readonly steps: number;
  /** That it took. */
  readonly milliseconds: number;
}

/** What was true after at least one step, and what never was; in the order of `inspect`. */
export interface Coverage {
  readonly rules: Covered;
  readonly segments: Covered;
  /** Among the rules that never won: those that recommend, when there was no model. */
  readonly needModel: readonly string[];
}

export interface Covered {
  readonly seen: readonly string[];
  readonly never: readonly string[];
}

export interface ScenarioResults {
  /** No mistakes, and all expectations met. */
  readonly passed: boolean;
  readonly mistakes: readonly Mistake[];
  readonly scenarios: readonly ScenarioResult[];
  readonly coverage: Coverage;
}
