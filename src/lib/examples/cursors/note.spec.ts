import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeBetween, createNote, moved, type Note } from './note.ts';

it('finds the smallest change between two texts', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
			const change = changeBetween(before, after);
			if (change === null) return before === after;
			const { at, removed, inserted } = change;
			return before.slice(0, at) + inserted + before.slice(at + removed) === after;
		})
	);
	expect(changeBetween('あいう', 'あえう')).toEqual({ at: 1, removed: 1, inserted: 'え' });
	expect(changeBetween('aa', 'aaa')).toEqual({ at: 2, removed: 0, inserted: 'a' });
});

/** Notes that receive each other’s edits only when `sync` is called: until then all edits are concurrent. */
function notes(count: number) {
	const waiting: string[] = [];
	const all: Note[] = Array.from({ length: count }, () =>
		createNote((update) => waiting.push(update))
	);
	const sync = () => {
		for (const update of waiting.splice(0)) for (const note of all) note.apply(update);
	};
	return { all, sync };
}

/** The texts of three notes after edits `[note, new text, whether all edits are delivered then]`. */
function textsAfter(edits: readonly [number, string, boolean][]): string[] {
	const { all, sync } = notes(3);
	for (const [who, value, isSynced] of edits) {
		const note = all[who];
		note?.write(note.text, value);
		if (isSynced) sync();
	}
	sync();
	return all.map(({ text }) => text);
}

it('converges to the same text for everybody, whatever is written concurrently', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(2), fc.string(), fc.boolean())), (edits) => {
			expect(new Set(textsAfter(edits)).size).toBe(1);
		})
	);
});

/** Short texts of letters and emoji; each emoji is two UTF-16 code units. */
const words = fc
	.array(fc.constantFrom('😀', '😁', '🍣', 'a'), { maxLength: 6 })
	.map((parts) => parts.join(''));

it('keeps emoji intact for everybody when one replaces another', () => {
	fc.assert(
		fc.property(fc.array(words), (values) => {
			const { all, sync } = notes(2);
			for (const [turn, value] of values.entries()) {
				const note = all[turn % 2];
				note?.write(note.text, value);
				sync();
				expect(all.map(({ text }) => text)).toEqual([value, value]);
			}
		})
	);
});

it('keeps emoji intact when several people write concurrently', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(2), words, fc.boolean())), (edits) => {
			const [text = '', ...others] = textsAfter(edits);
			expect(others).toEqual([text, text]);
			expect(text.isWellFormed()).toBe(true);
			expect(text).not.toContain('\uFFFD');
		})
	);
});

it('keeps both of two edits at different places', () => {
	const { all, sync } = notes(2);
	all[0]?.write('', '朝のメモ');
	sync();
	all[0]?.write('朝のメモ', '今朝のメモ');
	all[1]?.write('朝のメモ', '朝のメモです');
	sync();
	expect(all.map(({ text }) => text)).toEqual(['今朝のメモです', '今朝のメモです']);
});

it('catches up from the full state, accepts repeats and ignores invalid updates', () => {
	const first = createNote(() => undefined);
	first.write('', '全体');
	const late = createNote(() => undefined);
	expect(late.apply(first.fullState())).toBe(true);
	expect(late.apply(first.fullState())).toBe(true);
	expect(late.text).toBe('全体');
	expect(late.apply('AAECAw==')).toBe(false);
	expect(late.text).toBe('全体');
});

it('keeps edits that arrive during IME composition', () => {
	const { all, sync } = notes(2);
	all[0]?.write('', '朝のメモ');
	sync();
	all[1]?.write('朝のメモ', 'これは朝のメモ');
	sync();
	all[0]?.write('朝のメモ', '朝の短いメモ');
	sync();
	expect(all.map(({ text }) => text)).toEqual(['これは朝の短いメモ', 'これは朝の短いメモ']);
});

it.each([
	['deletes the intended characters, not those inserted before them', 'xab', 'x😀ab', 'x', 'x😀'],
	['deletes nothing else if a part of its range is already deleted', 'xab😀', 'xb😀', 'x😀', 'x😀'],
	['keeps text inserted in the middle of its range', 'abcd', 'ab😀cd', 'a', 'a😀'],
	['inserts its word if its range is already deleted', 'a😀b', 'ab', 'a🍣b', 'a🍣b'],
	['keeps text that has replaced its range', 'a😀b', 'a🍣b', 'ab', 'a🍣b']
])('an edit made during IME composition %s', (_, base, theirs, value, expected) => {
	const { all, sync } = notes(2);
	all[0]?.write('', base);
	sync();
	all[1]?.write(base, theirs);
	sync();
	all[0]?.write(base, value);
	sync();
	expect(all.map(({ text }) => text)).toEqual([expected, expected]);
});

it('keeps emoji intact, whatever is written and deleted during IME composition', () => {
	fc.assert(
		fc.property(words, fc.array(words, { maxLength: 4 }), words, (base, theirs, value) => {
			const { all, sync } = notes(2);
			all[0]?.write('', base);
			sync();
			for (const next of theirs) all[1]?.write(all[1].text, next);
			sync();
			all[0]?.write(base, value);
			sync();
			expect(all[1]?.text).toBe(all[0]?.text);
			expect(all[0]?.text.isWellFormed()).toBe(true);
			expect(all[0]?.text).not.toContain('\uFFFD');
		})
	);
});

it('encodes the full state of a long text', () => {
	const long = 'あ'.repeat(200_000);
	const first = createNote(() => undefined);
	first.write('', long);
	const late = createNote(() => undefined);
	expect(late.apply(first.fullState())).toBe(true);
	expect(late.text).toBe(long);
});

it('keeps a position in the text while others write', () => {
	expect(moved(2, changeBetween('abc', 'xxabc'))).toBe(4);
	expect(moved(2, changeBetween('abc', 'abcxx'))).toBe(2);
	expect(moved(2, changeBetween('abc', 'c'))).toBe(0);
	expect(moved(2, changeBetween('abc', ''))).toBe(0);
	expect(moved(2, null)).toBe(2);
});
