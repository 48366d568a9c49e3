import { describe, expect, it } from 'vitest';
import type { Message } from '$lib/protocol/message.ts';
import { createLog } from './log.ts';

const message = (seq: number): Message => ({
	id: `e.${seq}`,
	seq,
	room: 'r',
	user: 'guest-abcd',
	text: 'text',
	timestamp: seq,
	via: 'websocket'
});

describe('log', () => {
	it('W5: keeps the newest lines only', () => {
		const log = createLog(2);
		for (const seq of [1, 2, 3]) log.message(message(seq));
		expect(log.rows.map(({ key }) => key)).toEqual(['e.2', 'e.3']);
	});

	it('marks the reader’s own messages whether the acknowledgement arrives before or after them', () => {
		const log = createLog();
		log.message(message(1));
		log.acknowledged('e.1');
		log.acknowledged('e.2');
		log.message(message(2));
		log.message(message(3));
		expect(log.rows).toMatchObject([{ own: true }, { own: true }, { own: false }]);
	});

	it('gives each notice its own key', () => {
		const log = createLog();
		log.notice('one', 1);
		log.notice('one', 1);
		expect(new Set(log.rows.map(({ key }) => key)).size).toBe(2);
	});

	it('keeps unchanged rows identical, so that only new ones are rendered', () => {
		const log = createLog();
		log.message(message(1));
		const [before] = log.rows;
		log.notice('one', 1);
		log.acknowledged('e.9');
		expect(log.rows[0]).toBe(before);
	});
});
