import { text as authentication } from '../../src/lib/demos/authentication/text.ts';
import { text as backpressure } from '../../src/lib/demos/backpressure/text.ts';
import { text as delivery } from '../../src/lib/demos/delivery/text.ts';
import { text as longPolling } from '../../src/lib/demos/long-polling/text.ts';
import { text as monitoring } from '../../src/lib/demos/monitoring/text.ts';
import { text as queryLive } from '../../src/lib/demos/query-live/text.ts';
import { text as rateLimits } from '../../src/lib/demos/rate-limits/text.ts';
import { text as shared } from '../../src/lib/demos/text.ts';
import { text as transports } from '../../src/lib/demos/transports/text.ts';
import { text as typedMessages } from '../../src/lib/demos/typed-messages/text.ts';
import type { Demo } from './demo.ts';

/**
 * The actions of a reader in a demonstration, and the wait for their result. Called with 1, and with 2 after the
 * connections were lost and restored.
 */
type Scenario = (demo: Demo, round: 1 | 2) => Promise<void>;

/** Sends a message from the first pane, and waits until both panes show every message. */
async function chat(demo: Demo, round: 1 | 2): Promise<void> {
	await demo.type(`message ${round}`);
	await demo.press(shared.send);
	const shown = round === 1 ? ['message 1'] : ['message 1', 'message 2'];
	await demo.expectTexts('.message .text', [...shown, ...shown]);
}

/** Demonstrations without a scenario only connect, lose their connections and resume. */
export const scenarios: Partial<Record<string, Scenario>> = {
	async authentication(demo, round) {
		if (round === 1) {
			await demo.press(authentication.signIn(30));
			await demo.press(authentication.authenticate);
			await demo.expectText('dd', authentication.name);
			// Otherwise the session would expire during the next demonstration.
			await demo.press(authentication.signOut);
			await demo.expectText('dd', authentication.noSession);
		} else {
			await demo.press(authentication.noCredentials);
			await demo.expectText('.status-line', authentication.rejected(401, 'unauthorised'));
		}
	},
	async backpressure(demo, round) {
		if (round === 1) await demo.press(backpressure.start);
		const before = await demo.count(backpressure.delivered, 1);
		await demo.expectAtLeast(() => demo.count(backpressure.delivered, 1), before + 3);
		await demo.expectCount(backpressure.lost, 0, 1);
	},
	async delivery(demo, round) {
		await demo.press(delivery.send);
		await demo.expectCount(delivery.stored, round);
		await demo.expectCount(delivery.stored, 2 * round, 1);
	},
	async heartbeats(demo, round) {
		const pongs = async () =>
			(await demo.texts('code')).filter((frame) => frame.includes('pong')).length;
		await demo.expectAtLeast(pongs, round === 1 ? 1 : (await pongs()) + 1);
	},
	async 'long-polling'(demo, round) {
		await demo.press(longPolling.one);
		await demo.expectCount(longPolling.messages, round);
		await demo.expectCount(longPolling.lost, 0);
	},
	async monitoring(demo, round) {
		await demo.press(monitoring.send(10));
		await demo.expectText('.own', new RegExp(`受理${10 * round}通`));
	},
	async 'query-live'(demo, round) {
		await demo.press(queryLive.one);
		await demo.expectText('tbody tr', queryLive.line(round));
		await demo.expectCount(queryLive.skipped, 0);
	},
	async 'rate-limits'(demo, round) {
		await demo.press(rateLimits.one);
		await demo.press(rateLimits.one, 1);
		await demo.expectCount(rateLimits.accepted, round);
		await demo.expectCount(rateLimits.accepted, round, 1);
	},
	async 'socket-io'(demo, round) {
		if (round === 1) {
			for (const pane of [0, 1]) {
				// Each pane has a label that joins the room, and one that shows it.
				await demo.press('general', 2 * pane);
				await demo.expectTexts('.note', []);
			}
		}
		await chat(demo, round);
	},
	async sse(demo) {
		const before = await demo.count(shared.directions.received);
		await demo.expectAtLeast(() => demo.count(shared.directions.received), before + 3);
	},
	async transports(demo, round) {
		await demo.press(transports.one(transports.vias.http));
		await demo.expectText('.status-line', transports.same(round));
	},
	async 'typed-messages'(demo, round) {
		await demo.press(typedMessages.presets.valid);
		await demo.press(typedMessages.send);
		await demo.expectText('.counts', typedMessages.counts(round, 0, 0));
	},
	websocket: chat
};
