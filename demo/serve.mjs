// Serves a built demo on this machine: node demo/serve.mjs [--port N] [--root FOLDER]
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
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
/** What has a hash in its name or a folder's never changes, and browsers keep it. Pages and manifests are asked for again. */
const cachingOf = (path) => (/[.-][0-9a-f]{12,}[./]/.test(path) && !path.endsWith('/vitrine.json') ? 'max-age=31536000, immutable' : 'no-cache');

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, root: { type: 'string', default: 'build/demo/site' } },
});
const root = resolve(values.root);
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  console.error(`--port takes a number from 0 to 65535, not "${values.port}".`);
  process.exit(2);
}
const isFolder = (path) => stat(path).then((found) => found.isDirectory(), () => false);
const exists = (path) => stat(path).then(() => true, () => false);
const languages = [];
for (const name of await readdir(root).catch(() => [])) if (await exists(join(root, name, 'index.html'))) languages.push(name);
if (!languages.length) {
  console.error(`${root} holds no built demo.`);
  process.exit(2);
}

/** The language of the shop that the browser asks for first; Norwegians may say no, nb or nn. */
function languageFor(accepted = '') {
  const wanted = accepted.toLowerCase().split(',').map((part) => part.trim().slice(0, 2).replace(/^n[on]$/, 'nb'));
  return wanted.find((name) => languages.includes(name)) ?? languages.find((name) => name === 'en') ?? languages[0];
}

/** The file of an address. Addresses of a language that are no file are views of its one page. */
async function fileOf(pathname) {
  const path = resolve(join(root, decodeURIComponent(pathname)));
  if (path !== root && !path.startsWith(root + sep)) throw new Error('outside');
  const [, language] = pathname.split('/');
  if (languages.includes(language)) return join(root, language, 'index.html');
  if (await isFolder(path)) throw new Error('a folder');
  return path;
}

const server = createServer(async (request, response) => {
  try {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/') {
      return void response.writeHead(302, { location: `/${languageFor(request.headers['accept-language'])}/`, vary: 'accept-language' }).end();
    }
    const path = await fileOf(pathname);
    const { size, mtimeMs } = await stat(path);
    const etag = `"${size}-${mtimeMs}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, {
      'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
      'content-length': size,
      etag,
      'cache-control': cachingOf(path.slice(root.length)),
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
