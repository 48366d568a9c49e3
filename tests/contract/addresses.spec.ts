import { describe, expect, it } from 'vitest';
import type { TestClient } from './lib/client.ts';
import { fileServer } from './lib/file-server.ts';
import { request } from './lib/http.ts';
import { transports } from './lib/transports.ts';
import { until } from './lib/wait.ts';

const room = 'one-client';

/** The forms in which a proxy may write one client's address. The last address is another client's. */
const addressForms = {
	'with ports': ['198.51.100.7:50001', '198.51.100.7:50002', '198.51.100.7', '198.51.100.8'],
	'in IPv6': [
		'2001:db8::1',
		'[2001:DB8:0:0:0:0:0:1]:443',
		'2001:db8::ffff:2%eth0',
		'2001:db8:0:1::1'
	]
} as const;

const server = fileServer({
	ADDRESS_HEADER: 'X-Forwarded-For',
	MAX_CONNECTIONS_PER_IP: '1',
	RATE_LIMIT_MESSAGES: '2/60'
});

const from = (address: string) => ({ 'x-forwarded-for': `6.6.6.6, ${address}` });

/** Whether a reader was accepted. */
async function isAccepted(client: TestClient): Promise<boolean> {
	await until(
		() => client.closed ?? client.refusal ?? client.of('welcome')[0],
		'a welcome or a rejection'
	);
	return client.closed === null && client.refusal === null;
}

describe.each(Object.entries(addressForms))(
	'one client whose address is written %s',
	(_, addresses) => {
		const [first, second, third, otherClient] = addresses;

		it.each(transports.filter(({ isStream }) => isStream))(
			'V14: has one connection limit over $name [settings-address]',
			async ({ connect }) => {
				const held: TestClient[] = [];
				for (const [address, expected] of [
					[first, true],
					[second, false],
					[third, false],
					[otherClient, true]
				] as const) {
					const client = connect(server, { room, headers: from(address) });
					held.push(client);
					expect(await isAccepted(client), address).toBe(expected);
				}
				for (const client of held) client.close();
				const areFree = async () => {
					const path = `/api/rooms/${room}/poll?after=none.0`;
					const answers = [first, otherClient].map((address) =>
						request(server, 'GET', path, undefined, from(address))
					);
					return (await Promise.all(answers)).every(({ status }) => status === 200);
				};
				await until(areFree, 'a place for each client');
			}
		);

		it('L2: has one message budget over HTTP [settings-address]', async () => {
			const statuses: number[] = [];
			for (const address of addresses) {
				const path = `/api/rooms/${room}/messages`;
				const answer = await request(server, 'POST', path, { text: 'x' }, from(address));
				statuses.push(answer.status);
			}
			expect(statuses).toEqual([201, 201, 429, 201]);
		});
	}
);
