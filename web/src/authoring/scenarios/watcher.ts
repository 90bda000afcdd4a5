import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Editors write a file in several steps, and `vitrine train` writes several files. */
const QUIET_MS = 100;

/**
 * Notices when files change. Their folders are watched, as editors put a new file in the place of the old one, which
 * a watched file would not survive.
 */
export class Watcher {
  private readonly folders = new Map<string, { readonly names: Set<string>; readonly watcher: FSWatcher }>();
  private readonly dirty = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private wake: (() => void) | undefined;

  /**
   * A file, or a folder whose files all count, but for hidden ones. To be called before it is read, so that no change is
   * missed.
   */
  add(path: string): void {
    const full = resolve(path);
    const isFolder = statSync(full, { throwIfNoEntry: false })?.isDirectory() ?? false;
    this.follow(dirname(full), basename(full));
    if (isFolder) this.follow(full, '*');
  }

  /** Settles with the names of files that changed since this was last asked, once they are quiet. */
  async changes(): Promise<readonly string[]> {
    if (!this.dirty.size || this.timer) await new Promise<void>((wake) => (this.wake = wake));
    const changed = [...this.dirty].sort();
    this.dirty.clear();
    return changed;
  }

  close(): void {
    clearTimeout(this.timer);
    for (const folder of this.folders.keys()) this.unfollow(folder);
  }

  private follow(folder: string, name: string): void {
    const known = this.folders.get(folder);
    if (known) return void known.names.add(name);
    const names = new Set([name]);
    try {
      const watcher = watch(folder, (_, changed) => {
        // Perhaps another folder of that name now: `add` will follow it.
        if (changed !== null) this.unfollow(join(folder, changed));
        const counts = changed === null || names.has(changed) || (names.has('*') && !changed.startsWith('.'));
        if (counts) this.touch(changed ?? folder);
      });
      watcher.on('error', () => this.unfollow(folder));
      this.folders.set(folder, { names, watcher });
    } catch {
      // There is no such folder (yet); whoever reads from it says so.
    }
  }

  private unfollow(folder: string): void {
    this.folders.get(folder)?.watcher.close();
    this.folders.delete(folder);
  }

  private touch(name: string): void {
    this.dirty.add(name);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.wake?.();
      this.wake = undefined;
    }, QUIET_MS);
  }
}
