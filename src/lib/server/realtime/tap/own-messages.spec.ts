import { beforeEach, expect, it } from 'vitest';
import type { Message } from '../../../protocol/message.ts';
import { OwnMessages } from './own-messages.ts';

const draft = { room: 'r', user: 'Ada', text: 'hello' };
const message = (id: string): Message => ({ ...draft, id, seq: 1, timestamp: 0, via: 'websocket' });

let own: OwnMessages<string>;
beforeEach(() => {
	own = new OwnMessages();
});

it('recognizes a message that arrives before the reply with its id, once', () => {
	own.begin(draft, 'connection 1');
	expect(own.recognize(message('e.1'))).toBe('connection 1');
	expect(own.recognize(message('e.1'))).toBeUndefined();
	expect(own.publisherOf('e.1')).toBe('connection 1');
	expect(own.recognize(message('e.2'))).toBeUndefined();
});

it('recognizes two messages with the same text, each for one of their publishers', () => {
	own.begin(draft, 'connection 1');
	own.begin({ ...draft }, 'connection 2');
	expect(own.recognize(message('e.1'))).toBe('connection 1');
	expect(own.recognize(message('e.2'))).toBe('connection 2');
});

it('takes the same text for somebody else’s after publishing has failed', () => {
	own.begin(draft, 'connection 1');
	own.finish(draft);
	expect(own.recognize(message('e.1'))).toBeUndefined();
});

it('takes the same text for somebody else’s after the reply with the id', () => {
	own.begin(draft, 'connection 1');
	own.add('e.1', 'connection 1');
	own.finish(draft);
	expect(own.recognize(message('e.1'))).toBeUndefined();
	expect(own.recognize(message('e.2'))).toBeUndefined();
	expect(own.publisherOf('e.1')).toBe('connection 1');
});
