import { Agent, request } from 'node:http';
import { numberedText } from './numbered.ts';

/** Concurrent clients, each with a keep-alive connection. */
const publishers = 16;

export interface Posting {
	port: number;
	ms: number;
}

/** Publishes over HTTP for `ms` milliseconds. Returns the number of stored messages. @throws Error on any status but 201 */
export async function postFor({ port, ms }: Posting): Promise<number> {
	const agent = new Agent({ keepAlive: true, maxSockets: publishers });
	const end = performance.now() + ms;
	let stored = 0;
	const publisher = async () => {
		while (performance.now() < end) {
			await post(port, agent, numberedText(stored));
			stored++;
		}
	};
	try {
		await Promise.all(Array.from({ length: publishers }, publisher));
	} finally {
		agent.destroy();
	}
	return stored;
}

function post(port: number, agent: Agent, text: string): Promise<void> {
	const body = Buffer.from(JSON.stringify({ text }));
	return new Promise((resolve, reject) => {
		request({
			agent,
			port,
			host: '127.0.0.1',
			method: 'POST',
			path: '/api/rooms/bench/messages',
			headers: { 'content-type': 'application/json', 'content-length': body.length }
		})
			.on('error', reject)
			.on('response', (response) => {
				const { statusCode } = response;
				response.resume().on('end', () => {
					if (statusCode === 201) resolve();
					else reject(new Error(`publishing was answered with ${statusCode}`));
				});
			})
			.end(body);
	});
}
