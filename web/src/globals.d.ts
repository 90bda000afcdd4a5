/** Set by build.mjs: true in what a shopper downloads, so that it carries nothing that only other hosts need. */
declare const PAGE: boolean;
/** Set by build.mjs: the version in package.json. */
declare const VERSION: string;
/** Set by build.mjs: files that pages load when they need them, such as `popups.js`. */
declare const LAZY: readonly string[];
/** A style sheet's text, minified by build.mjs. */
declare module '*.css' {
  const text: string;
  export default text;
}
