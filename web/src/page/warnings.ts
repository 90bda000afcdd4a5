/** What warnings say: loaded with the first one. */
export { WARNINGS } from '../warnings.js';
