import { reportStep, servedRequest } from '../realtime/tap/steps.ts';
import { Feed, type Reader } from './feed.ts';

/** The feed of the endpoint. A reader who has asked for a trace sees when his stream starts and is cleaned up. */
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
