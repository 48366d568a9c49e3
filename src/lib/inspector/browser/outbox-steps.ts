import type { OutboxEntry } from '../../client/outbox.ts';
import { sizeOf } from './size-of.ts';
import type { BrowserAction, BrowserStep } from './steps.ts';

type OutboxStep = Pick<BrowserStep, 'action' | 'name' | 'bytes'>;

/** What has happened to the messages of an outbox between two of its states. */
export function outboxSteps(
	now: readonly OutboxEntry[],
	before: readonly OutboxEntry[]
): OutboxStep[] {
	const removed = before.filter(
		({ clientId }) => !now.some((entry) => entry.clientId === clientId)
	);
	// The reader discards a failed message; the server's answer removes any other.
	const acknowledged = removed.filter(({ state }) => state !== 'failed');
	return [
		...acknowledged.map((entry) => step('acknowledged', entry)),
		...now.flatMap((entry) => {
			const last = before.find(({ clientId }) => clientId === entry.clientId);
			return actionsOf(entry, last).map((action) => step(action, entry));
		})
	];
}

function actionsOf(entry: OutboxEntry, last: OutboxEntry | undefined): BrowserAction[] {
	const queued: BrowserAction[] = last ? [] : ['queued'];
	if (entry.problem !== undefined && entry.problem !== last?.problem) return ['refused'];
	if (entry.state !== 'sent' || entry.state === last?.state) return queued;
	return [...queued, last?.sentAt === undefined ? 'sent' : 'sent-again'];
}

const step = (action: BrowserAction, { text, problem }: OutboxEntry): OutboxStep => ({
	action,
	name: action === 'refused' ? (problem?.code ?? '') : '',
	bytes: sizeOf(text)
});
