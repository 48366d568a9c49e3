import { expect, it } from 'vitest';
import { createHistory } from './history.ts';

const figures = { connections: { sse: 3, websocket: 2 }, received: 12, refused: 0 };
const own = { connections: 2, accepted: 0, rejected: 0 };

it('separates the reader’s part of each second from the total', () => {
	const history = createHistory();
	history.add(figures, { ...own, accepted: 100 });
	history.add(figures, { connections: 4, accepted: 110, rejected: 0 });
	expect(history.seconds).toEqual([
		{
			connections: { total: 5, own: 2 },
			received: { total: 12, own: 0 },
			refused: { total: 0, own: 0 }
		},
		{
			connections: { total: 5, own: 4 },
			received: { total: 12, own: 10 },
			refused: { total: 0, own: 0 }
		}
	]);
});

it('limits the reader’s part of each figure to the total', () => {
	const history = createHistory();
	history.add(figures, own);
	history.add({ ...figures, received: 9.9 }, { connections: 9, accepted: 10, rejected: 3 });
	expect(history.seconds.at(-1)).toEqual({
		connections: { total: 5, own: 5 },
		received: { total: 9.9, own: 9.9 },
		refused: { total: 0, own: 0 }
	});
});

it('keeps a limited number of seconds', () => {
	const history = createHistory(3);
	for (let received = 1; received <= 5; received++) history.add({ ...figures, received }, own);
	expect(history.seconds.map(({ received }) => received.total)).toEqual([3, 4, 5]);
});
