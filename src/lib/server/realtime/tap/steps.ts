import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Message } from '../../../protocol/message.ts';
import type { TraceStep } from '../../../protocol/trace.ts';

/** What a step is about: a message, or a number or code. Never a text. */
interface About {
	messageId?: string;
	detail?: string | number;
}

/** What is reported while somebody listens. */
export type StepEvent =
	| ({ step: TraceStep; subject: object } & About)
	/** From now on `subject` stands for the same request as `of`. */
	| { subject: object; of: object }
	/** A message is about to be published for `subject`. */
	| { publishing: Draft; subject: object }
	/** The same message has been published, or could not be. */
	| { finished: Draft; subject: object }
	/** Messages of a room, on their way to its readers. */
	| { passing: TraceStep; source: object; messages: readonly Message[]; detail?: number };

/** A message that is being published. */
export type Draft = Pick<Message, 'room' | 'user' | 'text'>;

/**
 * Code of the server reports its steps through this channel, and the tap observes it. While nobody does, a
 * report only checks `hasSubscribers`.
 *
 * A subject is whatever the reporting code knows of a request: Node's request, the hub's connection, or the identity
 * that was made for it, which no other request may share.
 */
const name = 'wirelab:steps';
const steps = channel(name);

/** Calls `listener` with each StepEvent from now on. It must not throw. */
export function observeSteps(listener: (event: unknown) => void): void {
	subscribe(name, listener);
}

/** Stops calling `listener`. */
export function ignoreSteps(listener: (event: unknown) => void): void {
	unsubscribe(name, listener);
}

/** Reports a step on the way of a request, a connection or its message. */
export function reportStep(subject: object | undefined, step: TraceStep, about?: About): void {
	if (steps.hasSubscribers && subject) steps.publish({ step, subject, ...about });
}

/** From now on `subject` may be reported instead of `of`: a connection instead of its request. */
export function linkSubject(subject: object, of: object | undefined): void {
	if (steps.hasSubscribers && of) steps.publish({ subject, of });
}

/**
 * Reports that somebody is about to publish a message, so that it can be followed by its id. `reportFinished` must be
 * called with the same draft afterwards.
 * @param subject who publishes it
 * @param broker which kind of broker stores it
 */
export function reportPublishing(
	subject: object,
	publishing: Draft,
	broker: 'memory' | 'redis'
): void {
	if (!steps.hasSubscribers) return;
	steps.publish({ publishing, subject });
	reportStep(subject, 'broker-published', { detail: broker });
}

/** Reports that the message of `reportPublishing` has been published, or could not be. */
export function reportFinished(subject: object, finished: Draft): void {
	if (steps.hasSubscribers) steps.publish({ finished, subject });
}

/**
 * Reports that messages of a room have come from the broker `source`, or have been written to `detail` connections.
 */
export function reportPassing(
	passing: 'broker-delivered' | 'fanned-out',
	source: object,
	messages: readonly Message[],
	detail?: number
): void {
	if (!steps.hasSubscribers) return;
	steps.publish({ passing, source, messages, ...(detail !== undefined && { detail }) });
}

const served = new AsyncLocalStorage<object | undefined>();

/** From now on `servedRequest` returns this request to the code that serves it; undefined for one that is not recorded. */
export function serveRequest(req: object | undefined): void {
	served.enterWith(req);
}

/** The recorded request that the calling code serves: for code that does not get Node's request. */
export function servedRequest(): object | undefined {
	return served.getStore();
}
