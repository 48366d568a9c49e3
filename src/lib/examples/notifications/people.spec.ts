import { expect, it } from 'vitest';
import { invited, own, personalLink } from './people.ts';

const page = 'https://example.com/examples/notifications/?x=1#build';
const names = ['朝子', '夕子'];

it('creates links with which another device joins as a guest or as the same person', () => {
	const { room, people } = own(names, () => ({ getItem: () => null, setItem: () => undefined }));
	const guest = invited(`#room=${room}`, () => '客');
	expect(guest).toMatchObject({ room, people: [{ name: '客' }] });
	const link = personalLink(room, people[0]!, page);
	expect(invited(new URL(link).hash, () => '客')).toEqual({ room, people: [people[0]] });
	expect(invited('#room=general', () => '客')).toBeNull();
	const forged = `#room=${room}&key=short&name=${encodeURIComponent('夕子')}`;
	expect(invited(forged, () => '客')?.people[0]?.name).toBe('客');
});

it('keeps its room and people for the next tab, and works without storage', () => {
	const kept = new Map<string, string>();
	const storage = {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	};
	const first = own(names, () => storage);
	expect(first.people.map(({ name }) => name)).toEqual(names);
	expect(own(names, () => storage)).toEqual(first);
	for (const broken of ['{', '{}', '{"room":"x","people":[]}']) {
		const open = () => ({ ...storage, getItem: () => broken });
		expect(own(names, open).people).toHaveLength(2);
	}
	const forbidden = () => {
		throw new DOMException('forbidden', 'SecurityError');
	};
	expect(own(names, forbidden).people).toHaveLength(2);
});
