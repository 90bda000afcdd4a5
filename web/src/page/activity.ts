/** For how long somebody is active on the page: loaded where a rule hangs on that. */
export { watchActivity } from '../activity.js';
