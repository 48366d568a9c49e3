import { createLiveness } from './liveness.ts';

const checkMs = 5_000;
const answerMs = 10_000;

export interface LivenessWatchOptions {
	/** Sends something that the other side answers. */
	ask: () => void;
	/** There was no answer in time. */
	onDead: () => void;
}

/** Asks a silent peer for an answer while a connection is open: a half-open socket never closes by itself. */
export function watchLiveness({ ask, onDead }: LivenessWatchOptions) {
	const liveness = createLiveness({ answerMs });
	let timer: ReturnType<typeof setInterval> | undefined;

	function probe() {
		liveness.asked(Date.now());
		ask();
	}

	function check() {
		const verdict = liveness.verdict(Date.now());
		if (verdict === 'dead') onDead();
		else if (verdict === 'ask') probe();
	}

	function stop() {
		clearInterval(timer);
		timer = undefined;
	}

	return {
		/** Call when the connection has opened. */
		start() {
			stop();
			liveness.heard(Date.now());
			timer = setInterval(check, checkMs);
		},
		/** Call for everything that arrives. */
		heard: () => liveness.heard(Date.now()),
		/** Asks now, for example because the page was asleep. */
		probe,
		stop
	};
}
