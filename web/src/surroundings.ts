/** What a page knows by itself, by the paths that conditions read. */
import type { VitrineOptions } from './types.js';

// The first that fits, as others also name those behind it: a name, and a pattern where that is another.
const SYSTEMS = 'ios=iP(hone|ad|od) android windows chromeos=CrOS macos=Mac linux';
const BROWSERS = 'edge=Edg opera=OPR|OPT samsung=SamsungBr firefox=Firefox|FxiOS chrome=Chrom|CriOS safari';

function nameIn(names: string, agent: string): string | null {
  const pairs = names.split(' ').map((pair) => pair.split('=') as [string, string?]);
  return pairs.find(([name, pattern = name]) => new RegExp(pattern, 'i').test(agent))?.[0] ?? null;
}

/** What a browser tells of its device. */
function browserTells(): Readonly<Record<string, unknown>> {
  const { userAgent, maxTouchPoints, language } = navigator;
  const named = nameIn(SYSTEMS, userAgent);
  // Tablets of Apple say that they are Macs, which have no touch screen.
  const os = named === 'macos' && maxTouchPoints > 1 ? 'ios' : named;
  const mobile = /Mobi/.test(userAgent) && !/iPad/.test(userAgent);
  return {
    'page.title': document.title,
    'device.type': mobile ? 'mobile' : os === 'ios' || os === 'android' ? 'tablet' : 'desktop',
    'device.touch': maxTouchPoints > 0,
    'device.width': innerWidth,
    'device.os': os,
    'device.browser': nameIn(BROWSERS, userAgent),
    'device.language': language,
  };
}

/** The language of texts: that of the option, of the document or of the browser. */
export function languageOf(options: Pick<VitrineOptions, 'locale'>): string | null {
  if (!PAGE && (options.locale !== undefined || typeof document !== 'object')) return options.locale ?? null;
  return document.documentElement.lang || navigator.language;
}

/** What options tell of the device takes the place of what the browser does. */
function optionsTell({ device }: Pick<VitrineOptions, 'device'>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(device ?? {}).map(([name, value]) => ['device.' + name, value]));
}

/** Gives values by path, of a page as it was told; null for what nobody knows. */
export function surroundings(
  type: unknown,
  title: unknown,
  url: URL | null,
  options: Pick<VitrineOptions, 'locale' | 'device'>,
): (path: string) => unknown {
  const known: Readonly<Record<string, unknown>> = {
    ...(PAGE || typeof document === 'object' ? browserTells() : undefined),
    ...(PAGE ? undefined : optionsTell(options)),
    'page.type': type,
    ...(title === undefined ? undefined : { 'page.title': title }),
    'page.url': url?.href,
    'page.path': url?.pathname,
    locale: languageOf(options),
  };
  return (path) => (path.startsWith('page.query.') ? url?.searchParams.get(path.slice(11)) : known[path]) ?? null;
}
