import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ServerSockets } from '../../host/server-sockets.ts';
import { routeUpgrades } from './upgrade-router.ts';

const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n';

let server: Server;
let sockets: ServerSockets;
let client: Socket;
let received: string;
let heads: IncomingHttpHeaders[];

describe.each(['reject', 'ignore'] as const)(
	'an offer of h2c, with `unknownPaths: %s`',
	(unknownPaths) => {
		beforeEach(async () => {
			heads = [];
			received = '';
			server = createServer((req, res) => {
				heads.push(req.headers);
				void text(req).then(
					(body) => res.end(`<${req.method} ${req.url} ${body.length}>`),
					() => undefined // aborted
				);
			});
			sockets = new ServerSockets(server);
			routeUpgrades(server, {
				routes: new Map(),
				normalize: () => undefined,
				isAllowed: () => true,
				unknownPaths
			});
			server.listen(0, '127.0.0.1');
			await once(server, 'listening');
			client = connect((server.address() as AddressInfo).port, '127.0.0.1');
			client.on('data', (chunk: Buffer) => (received += chunk.toString()));
		});
		afterEach(() => {
			client.destroy();
			server.close();
		});

		const answered = (what: string) => expect.poll(() => received).toContain(what);

		it('is ignored: GET is answered as it would be without the offer [upgrade-other]', async () => {
			client.write(`GET /a?b=c HTTP/1.1\r\nHost: a\r\nX-Name: \xe9\r\n${offer}\r\n`, 'latin1');
			await answered('<GET /a?b=c 0>');
			expect(received).toMatch(/^HTTP\/1\.1 200 /);
			expect(heads).toEqual([{ host: 'a', 'x-name': '\xe9' }]);
		});

		it('is ignored: a body is read to its end, and the other values of `Connection` are kept [upgrade-other]', async () => {
			const size = 300_000;
			client.write(
				`POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\nConnection: close\r\n${offer}\r\nxx`
			);
			await expect.poll(() => heads[0]?.connection).toMatch(/close/);
			client.write('x'.repeat(size - 2));
			await answered(`<POST /x ${size}>`);
			await expect.poll(() => client.destroyed).toBe(true);
		});

		it('is ignored repeatedly on one connection, which stays usable', async () => {
			const warned = vi.fn();
			process.on('warning', warned);
			for (let n = 0; n < 20; n++) {
				client.write(`POST /${n} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n${offer}\r\nxx`);
				await answered(`<POST /${n} 2>`);
			}
			client.write('GET /last HTTP/1.1\r\nHost: a\r\n\r\n');
			await answered('<GET /last 0>');
			await expect.poll(() => sockets.busyCount).toBe(0);
			expect(warned).not.toHaveBeenCalled();
			process.off('warning', warned);
		});

		it('releases the connection of a client that aborts', async () => {
			client.write(`POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n${offer}\r\nxx`);
			await expect.poll(() => heads.length).toBe(1);
			client.resetAndDestroy();
			await expect.poll(() => sockets.busyCount).toBe(0);
		});
	}
);
