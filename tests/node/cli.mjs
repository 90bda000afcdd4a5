// The command, run in a folder of its own that is gone after the tests.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const web = fileURLToPath(new URL('../../web/', import.meta.url));

export async function commandIn(name) {
  const folder = await mkdtemp(join(tmpdir(), `vitrine-${name}-`));
  after(() => rm(folder, { recursive: true }));

  /** Runs the command; `input` goes to its standard input. */
  const feeding = (input, ...args) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(web, 'dist/cli.js'), ...args], { cwd: folder });
      const output = { stdout: '', stderr: '' };
      for (const stream of ['stdout', 'stderr']) {
        child[stream].setEncoding('utf8').on('data', (text) => (output[stream] += text));
      }
      child.stdin.on('error', () => undefined); // it ended without reading all
      child.stdin.end(input);
      child.on('close', (status) => resolve({ status, ...output }));
    });
  return { folder, feeding, vitrine: (...args) => feeding('', ...args) };
}
