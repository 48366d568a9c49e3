import { expect, it } from 'vitest';
import { stepOf } from './fixture.ts';
import { text } from './text.ts';

it('a step is named after what the page calls or the event that it gets, with its details', () => {
	const of = (changes: Parameters<typeof stepOf>[0]) => text.step(stepOf(changes));
	expect(of({ target: '/api/events' })).toBe('new EventSource（/api/events）');
	expect(of({ action: 'message', name: 'message', bytes: 1_234 })).toBe('onmessage（1,234バイト）');
	expect(of({ action: 'message', name: 'welcome', bytes: 2 })).toBe('welcomeイベント（2バイト）');
	expect(of({ api: 'WebSocket', action: 'closed', name: '1006' })).toBe('onclose（1006）');
	expect(of({ api: 'fetch', name: 'POST', target: '/a' })).toBe('fetch（POST /a）');
	expect(of({ api: 'socket.io', action: 'message', name: 'message' })).toBe('messageイベント');
});

it('says which clock is ahead, and by how much', () => {
	expect(text.clocks(12.34, 0.5)).toContain('サーバーの時計より12.3ミリ秒進んでいます');
	expect(text.clocks(-2, 0.5)).toContain('2.0ミリ秒遅れています');
	expect(text.clocks(0.01, 0.5)).toContain('サーバーの時計と同じです');
});
