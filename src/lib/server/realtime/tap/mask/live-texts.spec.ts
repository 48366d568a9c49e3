import { stringify } from 'devalue';
import { expect, it } from 'vitest';
import { liveTexts } from './live-texts.ts';

const messages = [
	{ id: 'e.1', seq: 1, room: 'a', text: 'he"l\\o\nx[],{}:', user: 'u' },
	{ id: 'e.2', seq: 2, room: 'a', text: '', user: 'u' },
	{ id: 'e.3', seq: 3, room: 'a', text: 'こんにちは', user: 'u' }
];

function masked(own: string[]): string {
	const line = `data: ${JSON.stringify({ type: 'result', result: stringify(messages) })}\n\n`;
	const latin1 = Buffer.from(line).toString('latin1');
	let text = latin1;
	for (const { from, to } of liveTexts(latin1, (id) => own.includes(id))) {
		text = text.slice(0, from) + '*'.repeat(to - from) + text.slice(to);
	}
	expect(text).toHaveLength(latin1.length);
	return Buffer.from(text, 'latin1').toString();
}

it('finds the texts of others in a value of query.live, however they are escaped', () => {
	const text = masked([]);
	for (const fragment of ['he', 'x[]', 'こん']) expect(text).not.toContain(fragment);
	expect(text).toContain('\\"*************');
	expect(text).toContain('\\"e.3\\"');
});

it('leaves own texts as they are', () => {
	const text = masked(['e.1', 'e.2', 'e.3']);
	expect(text).toContain('こんにちは');
	expect(text).not.toContain('*');
	expect(masked(['e.3'])).toContain('こんにちは');
	expect(masked(['e.1'])).not.toContain('こん');
});

it('masks a text that is in a message of the reader and in one of somebody else', () => {
	const shared = JSON.stringify({
		result: stringify([
			{ id: 'e.1', text: 'x' },
			{ id: 'e.2', text: 'x' }
		])
	});
	expect(liveTexts(shared, (id) => id === 'e.1')).toHaveLength(1);
});
