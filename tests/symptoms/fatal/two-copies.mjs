import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const first = require('ws');
// Another copy, as when two packages depend on different versions, or when Vite bundles its own.
for (const path of Object.keys(require.cache)) delete require.cache[path];
const second = require('ws');

// #region shown
const server = createServer();
new first.WebSocketServer({ server }); // アプリケーションのws
new second.WebSocketServer({ server }); // Viteなど、別のパッケージが持つws
// #endregion shown
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
