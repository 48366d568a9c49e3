import { afterEach, expect, it, vi } from 'vitest';
import { browserStore, identityOf, knownPlace, newPlace, saveIdentity } from './place.ts';

const room = 'chat-abcdefghijklmnopqrst';
const other = 'chat-0123456789abcdefghij';

afterEach(() => vi.unstubAllGlobals());

function memoryStore(items = new Map<string, string>()) {
	return browserStore(() => ({
		getItem: (key) => items.get(key) ?? null,
		setItem: (key, value) => void items.set(key, value)
	}));
}

it('stores a new place with its key, and finds it again', async () => {
	const store = memoryStore();
	expect(knownPlace('', store)).toBeNull();
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ room, operator: 'key' })));
	expect(await newPlace(store)).toEqual({ room, operator: 'key' });
	expect(knownPlace('', store)).toEqual({ room, operator: 'key' });
	expect(knownPlace(`#room=${room}`, store)).toEqual({ room, operator: 'key' });
});

it('finds the place of an invitation without a key, and ignores other hashes', async () => {
	const store = memoryStore();
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ room, operator: 'key' })));
	await newPlace(store);
	expect(knownPlace(`#room=${other}`, store)).toEqual({ room: other, operator: null });
	expect(knownPlace('#room=general', store)?.room).toBe(room);
});

it('throws an error with the status if the server rejects a new place', async () => {
	vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 503 })));
	await expect(newPlace(memoryStore())).rejects.toThrow('HTTP 503');
});

it('W7, W9: creates a key per pane, keeps the chosen name, and ignores malformed stored values', () => {
	const items = new Map<string, string>();
	const store = memoryStore(items);
	const one = identityOf('0', '1人目', store);
	expect(one.key).toMatch(/^[a-z0-9]{24}$/);
	saveIdentity('0', { ...one, name: '朝子' }, store);
	expect(identityOf('0', '1人目', store)).toEqual({ ...one, name: '朝子' });
	expect(identityOf('1', '2人目', store).key).not.toBe(one.key);
	for (const key of items.keys()) items.set(key, '{"key":1}');
	expect(identityOf('0', '1人目', store).name).toBe('1人目');
	for (const key of items.keys()) items.set(key, '{');
	expect(identityOf('0', '1人目', store).name).toBe('1人目');
});

it('keeps values in memory if the browser forbids storage', () => {
	const store = browserStore(() => {
		throw new DOMException('forbidden', 'SecurityError');
	});
	const identity = identityOf('0', '1人目', store);
	saveIdentity('0', identity, store);
	expect(identityOf('0', '', store)).toEqual(identity);
});

it('keeps a value in memory while storage is full, and returns it rather than the older stored one', () => {
	const items = new Map<string, string>();
	let isFull = false;
	const store = browserStore(() => ({
		getItem: (key) => items.get(key) ?? null,
		setItem(key, value) {
			if (isFull) throw new DOMException('full', 'QuotaExceededError');
			items.set(key, value);
		}
	}));
	store.setItem('a', 'old');
	isFull = true;
	store.setItem('a', 'new');
	expect(store.getItem('a')).toBe('new');
	isFull = false;
	store.setItem('a', 'newest');
	expect([store.getItem('a'), items.get('a')]).toEqual(['newest', 'newest']);
});
