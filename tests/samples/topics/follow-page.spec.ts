import { expect, test } from 'vitest';
import { followPage } from './follow-page.ts';

function setUp() {
	const page = new EventTarget();
	let opened = 0;
	let closed = 0;
	const stop = followPage(() => {
		opened++;
		return () => closed++;
	}, page);
	const send = (type: string) => page.dispatchEvent(new Event(type));
	return { stop, send, counts: () => ({ opened, closed }) };
}

test('the first pageshow does not open a second connection', () => {
	const { send, counts } = setUp();
	send('pageshow');
	expect(counts()).toEqual({ opened: 1, closed: 0 });
});

test('W18: the connection closes when the page is left, and another opens when it is restored', () => {
	const { send, counts } = setUp();
	send('pagehide');
	expect(counts()).toEqual({ opened: 1, closed: 1 });
	send('pageshow');
	expect(counts()).toEqual({ opened: 2, closed: 1 });
});

test('a stopped connection stays closed', () => {
	const { stop, send, counts } = setUp();
	stop();
	send('pagehide');
	send('pageshow');
	expect(counts()).toEqual({ opened: 1, closed: 1 });
});
