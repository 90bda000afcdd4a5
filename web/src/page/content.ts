/**
 * What only some pages need of content: loaded where a template has a binding beside text and addresses, a list of the
 * page wants to be put into order, or the shop calls `rerank`.
 */
export { rerankSoon as rerank } from '../listing.js';
export { bindMore } from './bindings.js';
export { reorder } from './order.js';
