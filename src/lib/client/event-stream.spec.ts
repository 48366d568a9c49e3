import { beforeEach, expect, it, vi } from 'vitest';
import { openEventStream } from './event-stream.ts';

class FakeSource {
	static readonly CLOSED = 2;
	static opened: FakeSource[] = [];
	readyState = 0;
	onopen = () => undefined;
	onerror = () => undefined;
	onmessage: (event: { data: string }) => void = () => undefined;
	readonly close = vi.fn();
	readonly url: string;

	constructor(url: string) {
		this.url = url;
		FakeSource.opened.push(this);
	}
}

beforeEach(() => {
	FakeSource.opened = [];
	vi.stubGlobal('EventSource', FakeSource);
	vi.useFakeTimers();
	return () => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	};
});

function open() {
	const states: string[] = [];
	const received: string[] = [];
	const close = openEventStream('/events', {
		onState: (state) => states.push(state),
		onMessage: (data) => received.push(data)
	});
	const [source] = FakeSource.opened;
	if (!source) throw new Error('no EventSource');
	return { source, states, received, close };
}

it('reports its states and messages', () => {
	const { source, states, received, close } = open();
	source.onopen();
	source.onmessage({ data: 'one' });
	close();
	expect(states).toEqual(['connecting', 'open', 'closed']);
	expect(received).toEqual(['one']);
	expect(source.close).toHaveBeenCalledOnce();
});

it('C1: opens no second stream while the browser itself reconnects', () => {
	const { source, states } = open();
	source.onerror();
	vi.runAllTimers();
	expect(states).toEqual(['connecting', 'connecting']);
	expect(FakeSource.opened).toHaveLength(1);
});

it('opens a new stream after an error that closed the previous one', () => {
	const { source } = open();
	source.readyState = FakeSource.CLOSED;
	source.onerror();
	vi.runAllTimers();
	expect(FakeSource.opened.map(({ url }) => url)).toEqual(['/events', '/events']);
});

it('does not reconnect if the caller closes the stream during the wait', () => {
	const { source, close } = open();
	source.readyState = FakeSource.CLOSED;
	source.onerror();
	close();
	vi.runAllTimers();
	expect(FakeSource.opened).toHaveLength(1);
});
