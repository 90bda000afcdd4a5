// Serves a built demo on this machine: node demo/serve.mjs [--port N] [--root FOLDER]
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, root: { type: 'string', default: 'build/demo' } },
});
const root = resolve(values.root);
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  process.exit(2);
}

const server = createServer(async (request, response) => {
  try {
    let path = resolve(join(root, decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
    if (path !== root && !path.startsWith(root + sep)) throw new Error('outside');
    if ((await stat(path)).isDirectory()) path = join(path, 'index.html');
    const { size, mtimeMs } = await stat(path);
    const etag = `"${size}-${mtimeMs}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': size,
      etag,
      // Files that carry a hash in their name never change.
      'cache-control': path.endsWith('.vitrine') ? 'max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    createReadStream(path).pipe(response);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
  }
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken: try --port N.` : error.message);
  process.exit(1);
});
server.listen(port, 'localhost', () => {
  console.log(`The demo is at http://localhost:${server.address().port}/`);
});
