import { ignoreSteps, observeSteps, type StepEvent } from './steps.ts';
import type { Trace } from './trace.ts';
import { TracedConnection } from './traced-connection.ts';

/** Records the reported steps that concern recorded connections, and ignores all others. */
export class StepRecorder {
	/** What each subject stands for: a recorded connection, or another subject. */
	readonly #subjects = new WeakMap<object, object>();
	readonly #traces: ReadonlyMap<string, Trace>;
	readonly #broker: object;
	#isRunning = false;

	/**
	 * @param traces the running traces, by id
	 * @param broker the broker of this server: a process may have several servers
	 */
	constructor(traces: ReadonlyMap<string, Trace>, broker: object) {
		this.#broker = broker;
		this.#traces = traces;
	}

	start(): void {
		if (this.#isRunning) return;
		this.#isRunning = true;
		observeSteps(this.#onStep);
	}

	stop(): void {
		if (!this.#isRunning) return;
		this.#isRunning = false;
		ignoreSteps(this.#onStep);
	}

	/** Records the steps of this request from now on, as steps of `connection`. */
	follow(request: object, connection: TracedConnection): void {
		this.#subjects.set(request, connection);
	}

	readonly #onStep = (message: unknown): void => {
		// The functions of steps.ts are the only ones that publish.
		const event = message as StepEvent;
		if ('passing' in event) return this.#onPassing(event);
		const subject = 'of' in event ? event.of : event.subject;
		const connection = this.#connectionOf(subject);
		if (connection === undefined) return;
		if ('of' in event) this.#subjects.set(event.subject, event.of);
		else if ('publishing' in event) connection.trace.own.begin(event.publishing, connection);
		else if ('finished' in event) connection.trace.own.finish(event.finished);
		else this.#record(connection, event);
	};

	/**
	 * The recorded connection for which a subject stands, directly or through other subjects. It is looked up for each
	 * step, because a connection that changes its transport stands for another request from then on.
	 */
	#connectionOf(subject: object): TracedConnection | undefined {
		let found: object | undefined = subject;
		while (found !== undefined && !(found instanceof TracedConnection)) {
			found = this.#subjects.get(found);
		}
		return found;
	}

	#record(connection: TracedConnection, event: Extract<StepEvent, { step: unknown }>): void {
		const { step, messageId, detail } = event;
		const { own } = connection.trace;
		// The step is already recorded if the message came back from the broker before the reply with its id.
		if (step === 'sequenced' && own.publisherOf(messageId ?? '')) return;
		if (step === 'sequenced' && messageId !== undefined) own.add(messageId, connection);
		connection.step(step, {
			...(messageId !== undefined && { messageId }),
			...(detail !== undefined && { detail })
		});
	}

	/** Records a step of messages that were published on recorded connections. */
	#onPassing({
		passing,
		source,
		messages,
		detail
	}: Extract<StepEvent, { passing: unknown }>): void {
		if (source !== this.#broker) return;
		for (const { own } of this.#traces.values()) {
			for (const message of messages) {
				const messageId = message.id;
				own.recognize(message)?.step('sequenced', { messageId });
				const about = detail === undefined ? { messageId } : { messageId, detail };
				own.publisherOf(messageId)?.step(passing, about);
			}
		}
	}
}
