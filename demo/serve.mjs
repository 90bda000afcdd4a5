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

const server = createServer(async (request, response) => {
  try {
    let path = resolve(join(root, decodeURIComponent(new URL(request.url, 'http://localhost').pathname)));
    if (path !== root && !path.startsWith(root + sep)) throw new Error('outside');
    if ((await stat(path)).isDirectory()) path = join(path, 'index.html');
    const { size } = await stat(path);
    response.writeHead(200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': size,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    createReadStream(path).pipe(response);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
  }
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${values.port} is taken: try --port N.` : error.message);
  process.exit(1);
});
server.listen(Number(values.port), 'localhost', () => {
  const { port } = server.address();
  console.log(`The demo is at http://localhost:${port}/`);
});
