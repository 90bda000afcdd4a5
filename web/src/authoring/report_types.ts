/** What report.json has beside the figures: bindings/jobs writes it. */

/** Where the true value lies with a probability of 95 %. */
export type Interval = readonly [number, number];

/** How popular items are, each counted as often as it stands in a list. */
export interface PopularityOfItems {
  /** Mean of the share of the model's items that are less popular. */
  readonly percentile: number;
  /** Share that is of the most popular hundredth of the items. */
  readonly top_1: number;
  readonly top_10: number;
  /** Shares of the ten tenths of the items, the most popular ones first. */
  readonly deciles: readonly number[];
}

export interface FiguresInDetail {
  readonly interval: { readonly 'hr@20': Interval; readonly 'mrr@20': Interval };
  /** HR@1, HR@2, ... HR@20. */
  readonly 'hr@k': readonly number[];
  /** Of the items in the lists. */
  readonly popularity: PopularityOfItems;
}

/** The model's figure less that of what it was compared with, over the same cases. */
export interface Difference {
  readonly value: number;
  readonly interval: Interval;
}

export interface Comparison {
  readonly model_better_by: { readonly 'hr@20': Difference; readonly 'mrr@20': Difference };
}

/** How shoppers may come to see items, each counted under the first that is true. */
export interface Reach {
  readonly items: number;
  readonly not_for_sale: number;
  /** Goes with another, or is bought with it. */
  readonly beside_others: number;
  /** Among the first 20 of its category. */
  readonly in_category: number;
  /** Among the first 20 of all. */
  readonly popular: number;
  readonly nowhere: number;
}

export interface NamedItem {
  readonly item: string;
  /** Where there was a feed. */
  readonly title?: string;
}

export interface Example extends NamedItem {
  /** 1 is the most popular item. */
  readonly rank: number;
  /** In the log, where that is known. */
  readonly events?: number;
  /** The strongest ones; 1 is the weight of an average item's strongest. */
  readonly neighbours: readonly (NamedItem & { readonly weight: number })[];
}

export interface Resources {
  /** By phase: reading, training, evaluating. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly peak_memory_bytes: number;
}

/** A model of a size, and how good it is by the sessions that tuning held out. */
export interface Budget {
  /** Without look-up pages. */
  readonly bytes: number;
  readonly hit_rate: number;
  readonly mrr: number;
  readonly novel: { readonly hit_rate: number; readonly mrr: number };
  readonly cases: number;
}

/** In both reports. */
export interface ModelInDetail {
  readonly reach: Reach & {
    /** Items that the log does not have; none where the log is not known. */
    readonly without_events: Reach;
  };
  readonly examples: readonly Example[];
  readonly resources: Resources;
  readonly budgets?: readonly Budget[];
}
