import { expect, it } from 'vitest';
import { breakable } from './breakable.ts';
import type { Node } from './tree.ts';

const text = (value: string): Node => ({ type: 'text', value });
const code = (value: string): Node => ({ type: 'inlineCode', value });
const html = (value: string): Node => ({ type: 'html', value });

/** The nodes as text, with `|` where a line may break and code in backquotes. */
const shown = (children: readonly Node[]) =>
	breakable(children)
		.map(({ type, value = '', children: [inner] = [] }) => {
			if (type === 'html' && value === '<wbr>') return '|';
			return type === 'inlineCode' ? `\`${value}\`` : (inner?.value ?? value);
		})
		.join('');

it('lets lines break between phrases', () => {
	expect(shown([text('接続が切れたときに再接続する')])).toBe('接続が|切れたときに|再接続する');
	expect(shown([text('WebSocket')])).toBe('WebSocket');
	expect(shown([])).toBe('');
});

it('finds phrases across code and other elements', () => {
	expect(shown([code('EventSource'), text('でヘッダーを送る')])).toBe(
		'`EventSource`で|ヘッダーを|送る'
	);
	expect(shown([text('サーバーから'), code('POST'), text('する')])).toBe('サーバーから|`POST`する');
	const strong = { type: 'strong', children: [text('同じ順序')] };
	expect(shown([text('必ず'), strong, text('で届く')])).toBe('必ず|同じ順序で|届く');
	expect(shown([html('<kbd>'), text('接続を'), html('</kbd>'), text('閉じる')])).toBe(
		'<kbd>接続を</kbd>|閉じる'
	);
});

it('never changes the text', () => {
	const children = [
		text('a&b、'),
		code('{x}'),
		text('を、「引用」と比べる'),
		html('<b>'),
		text('と')
	];
	const joined = (nodes: readonly Node[]) =>
		nodes.map(({ value }) => (value === '<wbr>' ? '' : value)).join('');
	expect(joined(breakable(children))).toBe(joined(children));
});
