import { build } from './build.js';
import { server } from './server.js';
import { browser, examples, pages, shared } from './site.js';

/**
 * @typedef {object} Folder
 * @property {string} name
 * @property {string | string[]} path patterns of its files, from the root of the repository
 * @property {string[]} imports the folders that it may import, besides itself
 * @property {string[]} [types] the folders from which it may import types only
 * @property {string[]} [siblings] folders with a `*` in their path: it may import only those of their files for which
 * the `*` is the same name as in its own path, such as `sse`; a folder may list itself
 * @property {string[]} [packages] packages and virtual modules
 * @property {boolean} [node] whether it may import modules of Node
 * @property {string} reason what would break: part of the lint message
 */

/**
 * What every folder of `src` may import; everything else is reported. A file belongs to the first entry
 * with a matching path.
 */
export const folders = [...shared, ...browser, ...examples, ...pages, ...server, ...build];
