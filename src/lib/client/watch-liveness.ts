import { createLiveness } from './liveness.ts';

/** In ms. With `quietMs: Infinity`, only `probe` asks. */
export interface LivenessIntervals {
	/** Asks after this long without traffic. */
	quietMs?: number;
	/** The connection is lost after this long without an answer. */
	answerMs?: number;
	/** The interval at which both times are checked. */
	checkMs?: number;
}

export interface LivenessWatchOptions extends LivenessIntervals {
	/** Sends something that the server answers. */
	ask: () => void;
	/** Called when there was no answer in time. */
	onDead: () => void;
}

/** Asks a silent peer for an answer while a connection is open: a half-open socket never closes by itself. */
export function watchLiveness({ ask, onDead, checkMs = 5_000, ...limits }: LivenessWatchOptions) {
	const liveness = createLiveness(limits);
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
		/** Asks now, for example because the page was suspended. */
		probe,
		stop
	};
}
