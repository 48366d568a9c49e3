import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { shareStream } from './share-stream.ts';

/** Grants a lock to one holder at a time, in the order of the requests (Web Locks, §4.3). */
class FakeLocks {
	#free = Promise.resolve();

	request(_: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>) {
		const held = this.#free.then(() => {
			signal.throwIfAborted();
			return hold();
		});
		this.#free = held.catch(() => undefined);
		return held;
	}
}

class FakeEventSource {
	static all: FakeEventSource[] = [];
	onmessage: ((event: { data: string; lastEventId: string }) => void) | null = null;
	isOpen = true;
	readonly url: string;
	constructor(url: string) {
		this.url = url;
		FakeEventSource.all.push(this);
	}
	close() {
		this.isOpen = false;
	}
}

const address = '/api/rooms/shared/events';
const stops: (() => void)[] = [];
/** Opens a tab; returns what it receives, and the function that closes it. */
function openTab() {
	const received: string[] = [];
	const close = shareStream(address, (data) => received.push(data));
	stops.push(close);
	return { received, close };
}
const opened = (count: number) => vi.waitFor(() => expect(FakeEventSource.all).toHaveLength(count));
const send = (data: string, lastEventId: string) =>
	FakeEventSource.all.at(-1)?.onmessage?.({ data, lastEventId });

beforeEach(() => {
	FakeEventSource.all = [];
	vi.stubGlobal('EventSource', FakeEventSource);
	vi.stubGlobal('navigator', { locks: new FakeLocks() });
});
afterEach(() => {
	for (const stop of stops.splice(0)) stop();
	vi.unstubAllGlobals();
});

test('C4: several tabs share one connection, and each receives every event once', async () => {
	const tabs = [openTab(), openTab(), openTab()];
	await opened(1);
	send('a', 'e.1');
	send('b', 'e.2');
	for (const { received } of tabs) await vi.waitFor(() => expect(received).toEqual(['a', 'b']));
	expect(FakeEventSource.all).toHaveLength(1);
});

test('another tab takes over after the last event it has received', async () => {
	const [first, second] = [openTab(), openTab()];
	await opened(1);
	send('a', 'e.1');
	await vi.waitFor(() => expect(second.received).toEqual(['a']));
	first.close();
	await opened(2);
	expect(FakeEventSource.all.map(({ url, isOpen }) => [url, isOpen])).toEqual([
		[address, false],
		[`${address}?after=e.1`, true]
	]);
	send('b', 'e.2');
	expect([first.received, second.received]).toEqual([['a'], ['a', 'b']]);
});

test('a tab that closes while it waits never connects', async () => {
	const [first, second, third] = [openTab(), openTab(), openTab()];
	await opened(1);
	second.close();
	first.close();
	await opened(2);
	send('a', 'e.1');
	expect([second.received, third.received]).toEqual([[], ['a']]);
});
