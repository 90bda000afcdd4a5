// Three browser engines behind one small set of calls: Chromium and Firefox by puppeteer, WebKit by W3C WebDriver.
// What a call means is the same in all of them: pointer and keys are the browser's own, so events are trusted, and a
// selector's element is brought into the window before it is clicked.
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import puppeteer from 'puppeteer-core';

export const CHROMIUM = {
  executablePath: process.env.VITRINE_CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
};
const FIREFOX = { browser: 'firefox', executablePath: process.env.VITRINE_FIREFOX || '/usr/bin/firefox-esr' };

/** The engines that suites run in; VITRINE_ENGINES names fewer, for who works on one of them. */
export const ENGINES = (process.env.VITRINE_ENGINES || 'chromium firefox webkit').split(' ');
/** Of the window, in CSS pixels, as near as the engine can. */
const SIZE = { width: 1280, height: 900 };
/** How long `until` waits, in ms. */
const PATIENCE = 30_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A tab of an engine; engines differ in navigate, reload, back, run, move, click at a point, key, text, resize and close. */
class Tab {
  /** Calls a function of the page with arguments that JSON can hold; promises are waited for. */
  evaluate(act, ...args) {
    return this.run(String(act), args);
  }

  /** Runs a script, whatever the page's policy is. */
  load(script) {
    return this.run(`() => { ${script}\n }`, []);
  }

  /** Until a function of the page gives something true; returned if it is an object that JSON can hold. */
  async until(condition, ...args) {
    const end = Date.now() + PATIENCE;
    // Not every engine hands out elements or functions.
    const ask = `async (...args) => {
      const found = await (${condition})(...args);
      return found && Object.getPrototypeOf(found) === Object.prototype ? found : Boolean(found);
    }`;
    for (;;) {
      // A page that is just being left has nothing to say.
      const found = await this.evaluate(ask, ...args).catch((error) => (Date.now() < end ? null : Promise.reject(error)));
      if (found) return found;
      if (Date.now() > end) throw new Error(`never true: ${condition} ${JSON.stringify(args)}`);
      await pause(20);
    }
  }

  /** The middle of what is seen of an element; `host >>> selector` looks into a shadow root. */
  async pointOf(selector) {
    return this.until(async (selector) => {
      const [first, ...rest] = selector.split(' >>> ');
      const element = rest.reduce((found, inner) => found?.shadowRoot?.querySelector(inner), document.querySelector(first));
      if (!element?.getClientRects().length) return null;
      const inside = ({ top, bottom }) => top >= 0 && bottom <= innerHeight;
      if (!inside(element.getBoundingClientRect())) element.scrollIntoView({ block: 'center', behavior: 'instant' });
      await new Promise((resolve) => requestAnimationFrame(() => resolve()));
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
    }, selector);
  }

  async click(selector) {
    const { x, y } = await this.pointOf(selector);
    await this.clickAt(x, y);
  }

  /** Writes into a field. */
  async type(selector, words) {
    await this.evaluate((selector) => document.querySelector(selector).focus(), selector);
    await this.text(words);
  }

  pause(ms) {
    return pause(ms);
  }
}

class PuppeteerTab extends Tab {
  constructor(page) {
    super();
    this.page = page;
  }
  goto(address) {
    return this.page.goto(address, { waitUntil: 'load' });
  }
  reload() {
    return this.page.reload({ waitUntil: 'load' });
  }
  back() {
    return this.page.goBack({ waitUntil: 'load' });
  }
  run(act, args) {
    return this.page.evaluate(`(${act})(...${JSON.stringify(args)})`);
  }
  move(x, y) {
    return this.page.mouse.move(x, y);
  }
  clickAt(x, y) {
    return this.page.mouse.click(x, y);
  }
  key(name) {
    return this.page.keyboard.press(name);
  }
  text(words) {
    return this.page.keyboard.type(words);
  }
  resize(width, height) {
    return this.page.setViewport({ width, height });
  }
  close() {
    return this.page.close();
  }
}

async function openPuppeteer(options) {
  const browser = await puppeteer.launch(options);
  return {
    async visitor() {
      const context = await browser.createBrowserContext();
      return {
        async tab() {
          const page = await context.newPage();
          await page.setViewport(SIZE);
          return new PuppeteerTab(page);
        },
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

/** Keys by the names that puppeteer has for them, as WebDriver writes them. */
const KEYS = { Shift: '\uE008', Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', Backspace: '\uE003', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Space: ' ' };

class WebDriverTab extends Tab {
  /** `command` sends to the session, of whose windows this tab is `handle`. */
  constructor(command, handle, focused) {
    super();
    Object.assign(this, { handle, focused });
    this.command = async (...request) => {
      if (focused.handle !== handle) await command('POST', '/window', { handle });
      focused.handle = handle;
      return command(...request);
    };
  }
  goto(url) {
    return this.command('POST', '/url', { url });
  }
  reload() {
    return this.command('POST', '/refresh', {});
  }
  back() {
    return this.command('POST', '/back', {});
  }
  async run(act, args) {
    const script = `const tell = arguments[1];
      Promise.resolve(JSON.parse(arguments[0])).then((args) => (${act})(...args)).then((value) => tell({ value }), (error) => tell({ error: String(error) }));`;
    const { value, error } = await this.command('POST', '/execute/async', { script, args: [JSON.stringify(args)] });
    if (error) throw new Error(error);
    return value;
  }
  pointer(...actions) {
    return this.command('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });
  }
  move(x, y) {
    return this.pointer({ type: 'pointerMove', duration: 0, x, y });
  }
  clickAt(x, y) {
    return this.pointer({ type: 'pointerMove', duration: 0, x, y }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 });
  }
  text(words) {
    const actions = [...words].flatMap((value) => ['keyDown', 'keyUp'].map((type) => ({ type, value })));
    return this.command('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] });
  }
  key(name) {
    return this.text(KEYS[name] ?? name);
  }
  async resize(width, height) {
    // The window has a bar of its own above the page.
    for (let extra = [0, 0], i = 0; i < 2; i++) {
      await this.command('POST', '/window/rect', { width: width + extra[0], height: height + extra[1] });
      const [w, h] = await this.evaluate(() => [innerWidth, innerHeight]);
      extra = [width - w, height - h];
    }
  }
  async close() {
    await this.command('DELETE', '/window');
    this.focused.handle = null;
  }
}

/** Where Debian keeps the browser that the driver starts; its folder is named after the machine's kind. */
async function miniBrowser() {
  for (const folder of await readdir('/usr/lib')) {
    const path = `/usr/lib/${folder}/webkit2gtk-4.1`;
    if ((await readdir(path).catch(() => [])).includes('MiniBrowser')) return `${path}/MiniBrowser`;
  }
  throw new Error('There is no MiniBrowser of webkit2gtk-4.1: install webkit2gtk-driver.');
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** A driver on a screen of its own. `send` gives up on an answer after a while: on a busy machine some never come. */
async function startDriver() {
  const port = await freePort();
  // A group of its own, so that screen and browser end with the driver.
  const driver = spawn('xvfb-run', ['-a', '-s', '-screen 0 1400x1100x24', 'WebKitWebDriver', `--port=${port}`], { detached: true, stdio: 'ignore' });
  const failed = new Promise((_, reject) => driver.once('error', reject).once('exit', (code) => reject(new Error(`WebKitWebDriver ended with ${code}`))));
  failed.catch(() => undefined);
  async function send(method, path, body, limit = 120_000) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(limit) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
    return value;
  }
  const listens = async () => {
    while (!(await send('GET', '/status').catch(() => null))) await pause(50);
  };
  await Promise.race([listens(), failed]);
  function stop() {
    try {
      process.kill(-driver.pid);
    } catch {
      // It ended by itself.
    }
  }
  process.once('exit', stop);
  return { send, stop };
}

// A run that is ended from outside leaves no screen and no browser behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

async function openWebKit() {
  const binary = await miniBrowser();
  let driver = await startDriver();

  /** Now and then a browser starts and says nothing: another driver starts another one. */
  async function begin(attempts = 3) {
    const options = { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } };
    try {
      return await driver.send('POST', '/session', { capabilities: { alwaysMatch: options } }, 20_000);
    } catch (error) {
      if (!attempts) throw error;
      driver.stop();
      driver = await startDriver();
      return begin(attempts - 1);
    }
  }

  return {
    /** The driver has one session at a time, and a session is an empty profile. */
    async visitor() {
      const { sessionId } = await begin();
      const command = (method, path, body) => driver.send(method, `/session/${sessionId}${path}`, body);
      // It is the page's own clock that tells, which tests may make run faster.
      await command('POST', '/timeouts', { script: 1_200_000 });
      const focused = { handle: await command('GET', '/window') };
      let first = focused.handle;
      return {
        async tab() {
          const handle = first ?? (await command('POST', '/window/new', { type: 'tab' })).handle;
          const tab = new WebDriverTab(command, handle, focused);
          if (first) await tab.resize(SIZE.width, SIZE.height);
          first = null;
          return tab;
        },
        close: () => command('DELETE', ''),
      };
    },
    close: async () => driver.stop(),
  };
}

/** Starts an engine; `visitor` gives an empty profile, and that tabs. */
export function openEngine(name) {
  if (name === 'webkit') return openWebKit();
  return openPuppeteer(name === 'firefox' ? FIREFOX : CHROMIUM);
}
