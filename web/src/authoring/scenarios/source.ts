import { dirname, isAbsolute, join, resolve } from 'node:path';
import { VitrineError, reasonOf } from '../../errors.js';
import type { ModelFiles } from '../../types.js';
import { type CompileOptions, compile } from '../rules.js';
import { modelFilesOf, readModelFolder } from '../model.js';
import { checkModel } from '../model_check.js';
import { printDiagnostic, printSummary } from '../print.js';
import { openFile } from '../terminal.js';
import { textOf } from '../text.js';
import { isDictionary } from './shape.js';

/** What the command line tells of rules and model. */
export interface SourceOptions extends Pick<CompileOptions, 'lenient'> {
  /** Paths that take the place of those in scenario files. */
  readonly rules?: string | undefined;
  readonly model?: string | undefined;
}

/** A scenario file with what it names. */
export interface Source {
  /** Not checked yet. */
  readonly content: unknown;
  /** Path of the rules. */
  readonly rules: string;
  readonly bundle: Uint8Array;
  readonly model: ModelFiles | undefined;
}

/** Reasons why a file cannot be run, as lines. */
export class Unusable extends Error {
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

/** Reads scenario files. What several of them name is read once. */
export class Sources {
  private readonly bundles = new Map<string, Promise<Uint8Array>>();
  private readonly models = new Map<string, Promise<ModelFiles>>();

  /** `reading` is called with each path before it is read. */
  constructor(
    private readonly options: SourceOptions,
    private readonly reading: (path: string) => void = () => undefined,
  ) {}

  /** Rejects with Unusable where the file or what it names is wrong. */
  async open(file: string): Promise<Source> {
    this.reading(file);
    const content = parse(usableText(await openFile(file), 'this'));
    const named = (key: 'rules' | 'model'): string | undefined => pathFrom(file, content, key) ?? undefined;
    const rules = this.options.rules ?? named('rules');
    if (rules === undefined) throw new Unusable(['the file names no `rules`, and no --rules FILE does']);
    const folder = this.options.model ?? named('model');
    const bundle = await once(this.bundles, rules, () => this.compiled(rules));
    const model = folder === undefined ? undefined : await once(this.models, folder, () => this.modelIn(folder));
    return { content, rules, bundle, model };
  }

  private async compiled(rules: string): Promise<Uint8Array> {
    this.reading(rules);
    const text = usableText(await this.opened(rules), rules);
    const { bundle, diagnostics } = await compile(text, { lenient: this.options.lenient });
    if (bundle) return bundle;
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    throw new Unusable([...errors.map((error) => printDiagnostic(rules, text, error)), printSummary(rules, diagnostics)]);
  }

  /** A path of the command line that leads nowhere is a mistake in the command, one of a file is the file's. */
  private opened(rules: string): Promise<Buffer> {
    return openFile(rules).catch((error: unknown) => {
      throw this.options.rules === undefined ? new Unusable([`/rules: ${reasonOf(error)}`]) : error;
    });
  }

  private async modelIn(folder: string): Promise<ModelFiles> {
    this.reading(folder);
    try {
      const model = await readModelFolder(folder);
      await checkModel(model);
      return modelFilesOf(model);
    } catch (error) {
      if (!(error instanceof VitrineError) || this.options.model !== undefined) throw error;
      throw new Unusable([`/model: ${error.message}`]);
    }
  }
}

function once<T>(made: Map<string, Promise<T>>, path: string, make: () => Promise<T>): Promise<T> {
  const key = resolve(path);
  const promise = made.get(key) ?? make();
  made.set(key, promise);
  return promise;
}

function usableText(bytes: Uint8Array, name: string): string {
  try {
    return textOf(bytes, name);
  } catch (error) {
    throw new Unusable([reasonOf(error)]);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Unusable([`this is no JSON: ${reasonOf(error)}`]);
  }
}

/** A path in a scenario file is meant from the file's folder. Of another shape, it is told as such later. */
function pathFrom(file: string, content: unknown, key: string): string | null {
  const path = isDictionary(content) ? content[key] : undefined;
  if (typeof path !== 'string' || !path) return null;
  return isAbsolute(path) ? path : join(dirname(file), path);
}
