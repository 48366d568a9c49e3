import { reportStep, servedRequest } from '../realtime/tap/steps.ts';
import { Feed, type Reader } from './feed.ts';

/** The feed of the endpoint. The trace of a reader's stream records when the stream starts and when it is cleaned up. */
class TracedFeed extends Feed {
	override join(reader: Reader, lastEventId: string | null): () => void {
		const request = servedRequest();
		reportStep(request, 'joined');
		const leave = super.join(reader, lastEventId);
		let hasLeft = false;
		return () => {
			leave();
			if (!hasLeft) reportStep(request, 'left');
			hasLeft = true;
		};
	}
}

/** The process's one feed. */
export const feed = new TracedFeed();
