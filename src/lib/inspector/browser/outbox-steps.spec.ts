import { expect, it } from 'vitest';
import { problem } from '$lib/protocol/errors.ts';
import { Outbox, type OutboxEntry } from '../../client/outbox.ts';
import { outboxSteps } from './outbox-steps.ts';

const ready = () => true;

/** The steps that are reported for each change of an outbox. */
function stepsOf(...changes: ((outbox: Outbox, id: () => string) => void)[]): string[][] {
	const outbox = new Outbox();
	let before: readonly OutboxEntry[] = outbox.entries;
	return changes.map((change) => {
		change(outbox, () => outbox.entries[0]?.clientId ?? '');
		const steps = outboxSteps(outbox.entries, before);
		before = outbox.entries;
		return steps.map(({ action, name, bytes }) => `${action} ${name} ${bytes}`);
	});
}

it('a message is queued, sent and acknowledged, with its size but without its text', () => {
	expect(
		stepsOf(
			(outbox) => outbox.add('r', 'こんにちは'),
			(outbox) => outbox.take(0, ready),
			(outbox, id) => outbox.acknowledged(id())
		)
	).toEqual([['queued  15'], ['sent  15'], ['acknowledged  15']]);
});

it('W3: a message that is sent again after a lost connection is reported as sent again', () => {
	expect(
		stepsOf(
			(outbox) => (outbox.add('r', 'one'), outbox.take(0, ready)),
			(outbox) => outbox.lost(),
			(outbox) => outbox.take(1, ready)
		)
	).toEqual([['queued  3', 'sent  3'], [], ['sent-again  3']]);
});

it('a rejection has its code, and discarding a message is not an acknowledgement', () => {
	expect(
		stepsOf(
			(outbox) => (outbox.add('r', 'one'), outbox.take(0, ready)),
			(outbox, id) => outbox.refused(id(), problem('too_large')),
			(outbox, id) => outbox.discard(id())
		).slice(1)
	).toEqual([['refused too_large 3'], []]);
});
