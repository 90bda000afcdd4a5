/** The public types of the package. */

/** A value a rule's `show` can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * What the host tells about the visitor or the page: attribute name to value. null and undefined clear. An attribute
 * with dots in its name is a path into an object: `user.plan` is found in `{ user: { plan: 'pro' } }`.
 */
export interface Attributes {
  readonly [name: string]: AttributeValue;
}

/** Lists and objects only in attributes of the types `any`, `list` and `object`; a Date in one of the type `date`. */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | Date
  | readonly AttributeValue[]
  | { readonly [name: string]: AttributeValue };

/** Both are false until granted. */
export interface Consent {
  /** Behaviour may be kept, in memory and in storage. */
  readonly personalise: boolean;
  /** Reports may leave through the `report` event. */
  readonly measure: boolean;
}

/** GA4's item, as far as Vitrine reads it. */
export interface Item {
  readonly item_id?: string | number;
  readonly item_brand?: string;
  readonly item_category?: string;
  readonly price?: number | string;
  readonly quantity?: number | string;
  /** `in_stock`, `out_of_stock`, `preorder` or `backorder`. */
  readonly availability?: string;
  /** In `setItems`: how many are left. */
  readonly stock?: number | string;
  readonly [field: string]: unknown;
}

/** Parameters of a GA4 e-commerce event. */
export interface EventParameters {
  readonly items?: readonly Item[];
  readonly transaction_id?: string | number;
  readonly value?: number | string;
  readonly [field: string]: unknown;
}

export interface Page {
  readonly type?: string;
  /** In a browser: this page's address unless told. */
  readonly url?: string | URL;
  /** In a browser: the document's title unless told. */
  readonly title?: string;
  /**
   * The page before: with the address it tells how the visitor came. Unless told, the document's for the first page
   * that is told, and the shop itself for later ones; outside of browsers, the first one was come to directly.
   */
  readonly referrer?: string | URL;
  /** On the page of one item: its item_id. */
  readonly item_id?: string | number;
  /** On the page of a category: items of it say it in item_category. */
  readonly category?: string;
  /**
   * Slots of this page, all of them unless told: only they recommend. In a page the document says it. A name that no
   * rule file knows gives a warning.
   */
  readonly slots?: readonly string[];
}

/** A way of choosing items. */
export type Strategy =
  | 'for_you'
  | 'similar'
  | 'bought_together'
  | 'complementary'
  | 'recently_viewed'
  | 'buy_again'
  | 'popular'
  | 'popular_in_category'
  | 'trending'
  | 'new_arrivals'
  | 'price_drop'
  | 'back_in_stock'
  | 'upsell'
  | 'curated'
  | 'explore';

/** A recommended item with what is known of it: told by `setItems`, else by the feed that the model was built from. */
export interface RecommendedItem {
  readonly item_id: string;
  readonly title?: string;
  readonly link?: string;
  readonly image_link?: string;
  readonly price?: number;
  readonly sale_price?: number;
  /** Of the prices; not there where the feed names none. */
  readonly currency?: string;
  readonly availability?: string;
  /** How many are left, as `setItems` told within the last ten minutes. */
  readonly stock?: number;
  readonly brand?: string;
  readonly category?: string;
  /** `750ml` and `1l`, where the feed has them. */
  readonly unit_pricing_measure?: string;
  readonly unit_pricing_base_measure?: string;
  /** What `measure`, the base measure, costs at the price to pay. Where the two measures do not fit, there is none. */
  readonly unit_price?: { readonly price: number; readonly measure: string };
  /** `because`: the item that speaks for this one, and its title. */
  readonly reason: { readonly strategy: Strategy; readonly because: string | null; readonly title: string | null };
}

/** When a popup opens, as its rule says, with times in ms. Which keys there are beside `on` depends on it. */
export interface Trigger {
  readonly on: 'load' | 'time' | 'scroll' | 'exit_intent' | 'inactivity' | 'visible' | 'click' | 'event' | 'pages';
  readonly after?: number;
  /** Percent of the page. */
  readonly depth?: number;
  readonly selector?: string;
  readonly event?: string;
  readonly count?: number;
}

/**
 * What one slot shows. Without a rule all is null, and the slot keeps its default. With one that has nothing to show,
 * as for a control or holdout group, it keeps its default, too, but has a token to report.
 */
export interface Decision {
  readonly slot: string;
  readonly rule: string | null;
  /** The experiment that the rule is part of, and the variation that was assigned. */
  readonly experiment: string | null;
  readonly variation: string | null;
  /** Texts in the visitor's language, with values in place of `{placeholders}` but for those of items. */
  readonly show: { readonly [key: string]: Json } | null;
  /** In a popup slot. */
  readonly trigger: Trigger | null;
  /** In a slot of recommendations, best first. */
  readonly items: readonly RecommendedItem[];
  /** Names this decision in `report`. Self-contained text: it may be kept and reported from a later page. */
  readonly token: string | null;
}

/** `seen`: more items of a decision that was shown; it counts for nothing but these items. */
export type ReportOutcome = 'shown' | 'clicked' | 'dismissed' | 'converted' | 'seen';

export interface Report {
  readonly token: string;
  readonly rule: string;
  readonly experiment: string | null;
  readonly variation: string | null;
  readonly outcome: ReportOutcome;
  /** The ids of the items that this is about, where it was told. */
  readonly items?: readonly string[];
}

/** `message` says what happened and what to do; `code` is stable. */
export interface Warning {
  readonly code: string;
  readonly message: string;
}

/** `off`: switched off in the manifest. `failed`: every slot keeps its default, `reason` is an error code. */
export interface Status {
  readonly status: 'ready' | 'off' | 'failed' | 'disposed';
  readonly reason: string | null;
}

export interface Events {
  /** After input or time changed what a slot shows. */
  decision: { readonly changed: readonly Decision[] };
  warning: Warning;
  /** Only with `measure` consent. */
  report: Report;
  consent: Consent;
  /** In a page also at the end of the start. */
  status: Status;
}

/** What the device remembers of its visitor. Without `personalise` consent `known` is false and all else is empty. */
export interface Profile {
  readonly known: boolean;
  readonly visit: { readonly number: number; readonly pages: number; readonly started: number };
  readonly cart: { readonly quantity: number; readonly value: number };
  readonly orders: { readonly count: number; readonly value: number };
  /** Events in the log. */
  readonly events: number;
  /** Last viewed items. `item_id` is null where the id was too long to be kept. */
  readonly views: readonly { readonly item_id: string | null; readonly at: number }[];
  /** Last bought items. `item_id` is null where the item is not among the views. */
  readonly purchases: readonly { readonly item_id: string | null; readonly at: number }[];
  /** Items of `not_interested`, the latest first. null where the id was too long to be kept. */
  readonly unwanted: readonly (string | null)[];
  /** How many items were recommended lately and not looked at. */
  readonly shown: number;
  /** Shares of 1, strongest first. */
  readonly affinity: { readonly item_category: readonly Affinity[]; readonly item_brand: readonly Affinity[] };
  /** Of the attributes that the host told, what rules read, by path. Known without consent, and never stored. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What `forgetOne` takes: one of these. */
export type Forgettable =
  | { readonly item_id: string | number }
  | { readonly item_category: string }
  | { readonly item_brand: string };

export interface Affinity {
  readonly name: string | null;
  readonly share: number;
}

/** A condition and what it found. */
export interface ConditionExplanation {
  /** As in the rules; `$event ...`, `cap ...`, `budget ...` and `$experiment ...` name what is counted or assigned. */
  readonly path: string;
  readonly operator: string;
  readonly operand: Json;
  /** false: the condition has to fail, as under `$not` or `$nor`. */
  readonly wanted: boolean;
  /** In the units of the rules. undefined: the device knows no text for it. */
  readonly found: Json | undefined;
  /** For counters: ms since 1970 from when on was counted. */
  readonly since: number | null;
  /** For counters: ms since 1970 at which it turns if nothing happens until then; null: at no known time. */
  readonly until: number | null;
  readonly text: string;
}

export interface RuleExplanation {
  readonly rule: string;
  /**
   * `unknown`: would need what consent does not allow. `group`: holds, but another rule that excludes it stands in a
   * slot before this one.
   */
  readonly outcome: 'won' | 'outranked' | 'false' | 'unknown' | 'group';
  readonly priority: number;
  /** The conditions that make the rule hold; none for one that does not. Of many the first ones. */
  readonly held: readonly ConditionExplanation[];
  /** The first condition that stopped the rule; null for a rule that holds. */
  readonly stopped: ConditionExplanation | null;
  /** With the outcome `group`: the rule that excludes it. */
  readonly excludedBy: { readonly rule: string; readonly slot: string } | null;
  /** One line. */
  readonly text: string;
}

/** What speaks for an item. */
export interface ItemPart {
  /** null: nothing is known yet of what it is. */
  readonly item_id: string | null;
  readonly title: string | null;
  readonly weight: number;
  /** `row`: the model says that it goes with this one; `near`: it stands near in the model; `self`: it is this one. */
  readonly kind: 'row' | 'near' | 'self';
}

export interface ItemExplanation {
  readonly item_id: string;
  readonly reason: RecommendedItem['reason'];
  /** Place of its source in the rule, from 0: what is pinned, `mix` or `strategy`, then `fallback`. */
  readonly source: number;
  /** By which it was chosen: the sum of `parts`, or what its place in the list gives, times the factors below. */
  readonly score: number;
  readonly parts: readonly ItemPart[];
  /** Product of the boosts that hold. */
  readonly boost: number;
  /** Below 1: it was shown often and never clicked. */
  readonly rotation: number;
  /** Below 1: it is like an item before it. */
  readonly likeness: number;
  readonly text: string;
}

/** How many items a slot would have chosen from but for this, each counted once. */
export interface Removed {
  /** No file that is there tells what they are. */
  readonly unknown: number;
  readonly not_for_sale: number;
  readonly filter: number;
  readonly at_most: number;
  readonly bought: number;
  readonly not_interested: number;
  /** The item of the page, in the cart, in another slot. */
  readonly elsewhere: number;
}

export interface Explanation {
  readonly slot: string;
  readonly rule: string | null;
  /** In a slot of recommendations, as they are shown. */
  readonly items: readonly ItemExplanation[];
  readonly removed: Removed;
  /** Best first. */
  readonly rules: readonly RuleExplanation[];
  readonly text: string;
}

/** What a browser knows of its device. */
export interface Device {
  readonly type?: 'desktop' | 'tablet' | 'mobile' | null;
  readonly touch?: boolean | null;
  /** Of the viewport, in CSS pixels. */
  readonly width?: number | null;
  /** `ios android windows macos linux chromeos`. */
  readonly os?: string | null;
  /** `chrome safari firefox edge opera samsung`. */
  readonly browser?: string | null;
  /** As in `navigator.language`. */
  readonly language?: string | null;
}

/** The part of `Storage` that is used. */
export type VisitorStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Bytes in hand. */
export type Bytes = ArrayBuffer | ArrayBufferView;

/** What items show, in columns: the column `id`, and of others those that an item of these has. */
export interface Display {
  /** Identity of the model, in hexadecimal digits. */
  readonly model: string;
  /** Number of the first item; the others follow. */
  readonly first?: number;
  /** In place of `first`: the number of each item. */
  readonly items?: readonly number[];
  readonly currency?: string | null;
  readonly fields: { readonly [field: string]: readonly Json[] };
}

/** A model in hand, as `train()` gives it. */
export interface ModelFiles {
  readonly core: { readonly ranking: Bytes; readonly display: Display };
  /** Look-up pages, then shards. */
  readonly parts: readonly Bytes[];
  /** What the items show, in the order of their numbers. */
  readonly displays: readonly Display[];
}

export interface VitrineOptions {
  /** Address of a manifest, or the bytes of one rules file. */
  readonly bundle: string | URL | Bytes;
  /**
   * Address, bytes or module of a core. Default: vitrine-inspect.wasm, next to this script. With vitrine.wasm, which is
   * smaller, `explain` gives null and `profile` nobody, with a warning.
   */
  readonly wasm?: string | URL | Bytes | WebAssembly.Module | undefined;
  /** Takes the place of the model that the manifest names. */
  readonly model?: ModelFiles | undefined;
  /** ms since 1970. Default: Date.now. */
  readonly now?: (() => number) | undefined;
  /** Where the visitor is kept, once consent allows. null: in memory only. Default: localStorage in a page. */
  readonly storage?: VisitorStorage | null | undefined;
  readonly consent?: Partial<Consent> | undefined;
  readonly attributes?: Attributes | undefined;
  /** A visitor from `snapshot()`, restored instead of the stored one once consent allows. */
  readonly snapshot?: Uint8Array | undefined;
  /** By which experiments assign a new visitor: a whole number from 0, below 2 to the power of 53. Default: random. */
  readonly seed?: number | undefined;
  /** The language of texts. Default: that of the document, else of the browser. */
  readonly locale?: string | undefined;
  /** Takes the place of what the browser tells. */
  readonly device?: Device | undefined;
}

export interface RerankOptions {
  readonly by?: number;
  /** `category`: the ids are names of categories, as events tell them in item_category. */
  readonly of?: 'item' | 'category';
}

/** What `createVitrine` gives. No method throws for bad data: it is reported by the event `warning`. */
export interface Vitrine {
  /** Host context. Unknown names, and objects where none are declared, are refused with a warning. */
  setAttributes(attributes: Attributes): void;
  /** The whole cart: replaces what events added up to. */
  setCart(items: readonly Item[]): void;
  /**
   * Product data: completes events that carry only ids, whose own fields outrank it. Price and availability outrank
   * what the model was built from.
   */
  setItems(items: readonly Item[]): void;
  /** Counts a page view. */
  page(page?: Page): void;
  /**
   * A GA4 e-commerce event, or `not_interested`: its items are not recommended any more, until they are added to the
   * cart.
   */
  track(event: string, parameters?: EventParameters): void;
  /** The visitor was active on this page for so long, in ms. In a browser that is measured. */
  active(ms: number): void;
  /**
   * For previews: puts the visitor into a variation of an experiment; null takes that back. On a page it comes with a
   * file of its own: what was called after it may be decided first, but for calls that wait for the script anyway.
   */
  force(experiment: string, variation: string | null): void;
  /** One decision for all slots of the bundle, in its order. */
  decideAll(): readonly Decision[];
  /** A view of `decideAll()`. */
  decide(slot: string): Decision;
  /**
   * The ids of a listing that the page shows, or its categories, in the order in which this visitor would look at them.
   * None moves by more than `by` places, 5 unless told. Of more than 512 the first count.
   */
  rerank(ids: readonly (string | number)[], options?: RerankOptions): readonly (string | number)[];
  /** Names of the segments the visitor is in. */
  segments(): readonly string[];
  profile(): Profile;
  /** Why a slot shows what it shows, or the first thing that stopped each rule. null: no such slot. */
  explain(slot: string): Explanation | null;
  /**
   * False, with a warning, for a token that this bundle did not give. `shown` and `seen` also count the items of the
   * decision, if it is one of this page's latest 64: those of `items`, all unless told.
   */
  report(token: string, outcome: ReportOutcome, items?: readonly string[]): boolean;
  /** The visitor as bytes; empty without `personalise` consent. */
  snapshot(): Uint8Array;
  /** Replaces the visitor. False without consent, or for damaged bytes: then the visitor is a fresh one. */
  restore(snapshot: Uint8Array): boolean;
  /** Forgets the visitor, also in storage and in other tabs. */
  forget(): void;
  /**
   * Forgets one item, as if it had not been looked at, or one interest; cart and orders stay. False without consent,
   * and where it is none of these.
   */
  forgetOne(what: Forgettable): boolean;
  /** What is not named stays as it was. `personalise: false` always erases what is stored. */
  setConsent(consent: Partial<Consent>): void;
  consent(): Consent;
  status(): Status;
  /** Returns the function that ends the subscription. */
  on<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): () => void;
  /** Saves, lets go of memory and listeners. */
  dispose(): void;
}
