/** How a visitor came, from the address of the page and of the page before it. */
import type { Touch } from './core/core.js';

/** What begins with a site, by name or by host, with that medium, or with that parameter behind it. */
const site = (names: string, more: string): RegExp =>
  new RegExp(`^(?:[^/]+\\.)?(${names})(\\.\\w{2,3}){0,2}/|^[^?]*/${more}`, 'i');

const SOCIAL = site(
  'facebook|fb|instagram|threads|twitter|x|t(?=\\.co/)|linkedin|pinterest|reddit|tiktok|youtube|snapchat',
  'social|[?&]fbclid=',
);
const SEARCH = site('google|bing|yahoo|duckduckgo|ecosia|qwant|baidu|yandex|naver|seznam', 'organic');

/**
 * Google Analytics' default channel groups in short, of `source/medium?query`; the first that fits. Some parameters
 * only paid links carry; Facebook adds its own to all links.
 */
const CHANNELS: readonly (readonly [string, RegExp])[] = [
  ['paid', /^[^?]*\/[^?]*(cp[acmv]|ppc|paid|retarget|display|banner)|[?&](gclid|gbraid|wbraid|msclkid|ttclid)=/i],
  ['email', /^[^?]*(e[-_ ]?mail|newsletter)|^(web)?mail\.|^outlook\./i],
  ['social', SOCIAL],
  ['search', SEARCH],
  ['referral', /^\/?[^/?]/],
];

export function addressOf(url: unknown, base?: string | URL): URL | null {
  try {
    return new URL(url as string, base);
  } catch {
    return null;
  }
}

const hostOf = (url: URL | null): string => url?.hostname.replace(/^www\./, '') ?? '';

/**
 * How the visitor came to a page: from `referrer`, null where that is known to be the shop. null: from another page of
 * the shop, by a link that tells nothing.
 */
export function touchOf(here: URL | null, referrer: unknown): Touch | null {
  const told = (name: string): string | null => here?.searchParams.get('utm_' + name) || null;
  const host = hostOf(addressOf(referrer));
  const own = hostOf(here);
  const inside =
    referrer === null || (host && (('.' + host).endsWith('.' + own) || ('.' + own).endsWith('.' + host)));
  const [tagged, by, campaign] = [told('source'), told('medium'), told('campaign')];
  const from = tagged ?? (inside ? '' : host);
  const text = `${from}/${by ?? ''}${here?.search ?? ''}`;
  const [channel] = CHANNELS.find(([, pattern]) => pattern.test(text)) ?? [campaign ? 'referral' : 'direct'];
  if (inside && channel === 'direct') return null;
  // A site of many hosts is known by its name, but for web mail of the same.
  const named = tagged || channel === 'email' ? null : (SOCIAL.exec(text) ?? SEARCH.exec(text))?.[1];
  const untold = tagged || !from ? null : channel === 'paid' ? 'cpc' : channel === 'search' ? 'organic' : 'referral';
  return { source: (named ?? from) || null, medium: by ?? untold, campaign, channel };
}
