/** What warnings say, by their codes: in a page a file of its own, which comes with the first one. */
export const WARNINGS = {
  active: () => 'active() takes milliseconds.',
  attribute: (name: string) => `No attribute "${name}" in the rules.`,
  'attribute-type': (name: string, type: string) => `The attribute "${name}" must be of type ${type}.`,
  availability: (...known: string[]) => `availability is one of ${known.join(', ')}.`,
  binding: (name: string, element: string, value: unknown) => `Refused as ${name} of <${element}>: ${value}`,
  clock: () => 'The clock was set back: the visitor moved along.',
  event: () => 'track() takes a name.',
  experiment: (experiment: string, variation: string | null) => `No "${experiment}: ${variation}" in the rules.`,
  failed: (reason: string) => `The core failed (${reason}).`,
  forget: (...known: string[]) => `forgetOne() takes one of ${known.join(', ')}.`,
  input: (name: string) => `${name}() could not read its input.`,
  items: (field?: 'price') => (field ? 'price must be a finite number, 0 or more.' : 'items must be a list of objects with item_id.'),
  loop: (slot: string, changes: number) => `Slot "${slot}" changed ${changes} times: is it drawn again and again?`,
  'no-locks': () => 'Without https, the newer of two writes wins.',
  recovered: (reason: string) => `The core recovered (${reason}).`,
  refused: () => 'An input was refused.',
  selector: (selector: string) => `"${selector}" is no selector.`,
  slot: (name: string, known: readonly string[]) => `No slot "${name}" in the rules, only ${known.join(', ')}.`,
  snapshot: () => 'Damaged snapshot: this is a fresh visitor.',
  step: (name: string) => `"${name}" is no data-vitrine-step: the quiz ends.`,
  storage: (reason: unknown) => `The visitor is not stored (${String(reason)}).`,
  template: (name: string) => `No template "${name}" in the page.`,
  token: () => 'report() takes a token and an outcome.',
  url: () => 'page() takes a url.',
  'wasm-lean': () => 'explain(), profile() and forgetOne() need vitrine-inspect.wasm: this vitrine was given vitrine.wasm.',
};

type Texts = typeof WARNINGS;

/** Gives each message once. `about`: what it tells of. */
export type Warn = <C extends keyof Texts>(code: C, ...about: Parameters<Texts[C]>) => void;
