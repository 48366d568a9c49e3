import { expect, it } from 'vitest';
import { parseServerFigures } from './server-figures.ts';

const figures = { connections: { sse: 2, websocket: 0 }, received: 0.5, refused: 0 };

it('reads the figures and drops other fields', () => {
	expect(parseServerFigures(JSON.stringify({ ...figures, cpu: 0.1 }))).toEqual(figures);
});

it.each([
	'',
	'null',
	'{}',
	JSON.stringify({ ...figures, received: -1 }),
	JSON.stringify({ ...figures, refused: '1' }),
	JSON.stringify({ ...figures, connections: { sse: 1.5 } })
])('rejects %j', (data) => {
	expect(parseServerFigures(data)).toBeNull();
});
