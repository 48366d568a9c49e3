import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect } from 'vitest';
import { readRegion } from '../../src/markdown/region.ts';

const said = readFileSync(new URL('said.txt', import.meta.url), 'utf8');

/** What differs from one run to the next, as the page writes it. */
const general = (text: string) =>
	text
		.replace(/'wss?:\/\/[^']*'/g, (address) =>
			address.startsWith("'wss") ? "'wss://…'" : "'ws://…'"
		)
		.replace(/'https:\/\/[^']*'/g, "'https://…'")
		.replace(/wss?:\/\/127\.0\.0\.1:\d+\/\S*?(?=\.?(\s|$))/g, 'ws://…')
		.replace(/(127\.0\.0\.1|localhost):\d+/g, '$1:5174');

/**
 * A runtime has said `text`, and the page of symptoms prints it under `region`, so that who searches for
 * it arrives. When a new version words it differently, said.txt is where to change it.
 */
export function expectSaid(region: string, text: string): void {
	expect(readRegion(said, region).split('\n')).toContain(general(text));
}

/** Listens on a free port of this machine, and tells which. */
export async function listen(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}
