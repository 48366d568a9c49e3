import { afterEach, expect, it, vi } from 'vitest';
import {
	browserKeep,
	identityOf,
	invitation,
	knownPlace,
	newPlace,
	saveIdentity
} from './place.ts';

const room = 'chat-abcdefghijklmnopqrst';
const other = 'chat-0123456789abcdefghij';

afterEach(() => vi.unstubAllGlobals());

function memory(kept = new Map<string, string>()) {
	return browserKeep(() => ({
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value)
	}));
}

it('creates a place once, keeps its key, and leaves the key out of the link', async () => {
	const keep = memory();
	expect(knownPlace('', keep)).toBeNull();
	vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ room, operator: 'key' })));
	expect(await newPlace(keep)).toEqual({ room, operator: 'key' });
	expect(knownPlace('', keep)).toEqual({ room, operator: 'key' });
	const link = invitation(room, 'https://example.com/examples/websocket/?x=1#try');
	expect(link).toBe(`https://example.com/examples/websocket/#room=${room}`);
	expect(knownPlace(new URL(link).hash, keep)).toEqual({ room, operator: 'key' });
	expect(knownPlace(`#room=${other}`, keep)).toEqual({ room: other, operator: null });
	for (const hash of ['#try', '#room=', '#room=general', '#room=../x']) {
		expect(knownPlace(hash, keep)?.room).toBe(room);
	}
});

it('rejects when no place can be created', async () => {
	vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 503 })));
	await expect(newPlace(memory())).rejects.toThrow('503');
});

it('W7, W9: creates a key per pane, keeps the chosen name, and ignores malformed stored values', () => {
	const kept = new Map<string, string>();
	const keep = memory(kept);
	const one = identityOf('0', '1人目', keep);
	expect(one.key).toMatch(/^[a-z0-9]{24}$/);
	saveIdentity('0', { ...one, name: '朝子' }, keep);
	expect(identityOf('0', '1人目', keep)).toEqual({ ...one, name: '朝子' });
	expect(identityOf('1', '2人目', keep).key).not.toBe(one.key);
	for (const key of kept.keys()) kept.set(key, '{"key":1}');
	expect(identityOf('0', '1人目', keep).name).toBe('1人目');
	for (const key of kept.keys()) kept.set(key, '{');
	expect(identityOf('0', '1人目', keep).name).toBe('1人目');
});

it('keeps values in memory without storage', () => {
	const keep = browserKeep(() => {
		throw new DOMException('forbidden', 'SecurityError');
	});
	const identity = identityOf('0', '1人目', keep);
	saveIdentity('0', identity, keep);
	expect(identityOf('0', '', keep)).toEqual(identity);
});
