import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

// #region shown
const server = createServer();
new WebSocketServer({ server }); // pathなし：すべてのハンドシェイクに応答する
new WebSocketServer({ server }); // 同じ接続に、もう1度応答しようとする
// #endregion shown
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
