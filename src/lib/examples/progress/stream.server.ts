import type { ExampleHost } from '../../server/examples/host.ts';
import { errorResponse } from '../../server/examples/endpoint.ts';
import { eventStream } from '../../server/examples/event-stream.ts';
import type { Entry } from '../../server/examples/journal.ts';
import { isOver, type Snapshot } from './protocol.ts';
import type { JobEntry } from './report.server.ts';

// #region stream
/** ジョブの状態を SSE で配信する。切断中の途中経過は飛ばし、現在の値から始める */
export async function stream(
	server: Pick<ExampleHost, 'journal'>,
	{ request, url }: { request: Request; url: URL }
): Promise<Response> {
	let newest: Entry<Snapshot> | null = null;
	let send = (entry: Entry<Snapshot>): void => void (newest = entry);
	try {
		const journal = server.journal<JobEntry>('progress', url.searchParams.get('job'));
		const stop = await journal.follow(null, {
			entry: (entry) => isSnapshot(entry) && send(entry),
			gap: () => undefined // 古い経過がなくても、現在の値が分かればよい
		});
		const last = newest as Entry<Snapshot> | null;
		const lastReceived = request.headers.get('last-event-id') ?? url.searchParams.get('after');
		if (last && isOver(last.data) && last.id === lastReceived) {
			stop(); // 完了を受信済みのクライアントには204。ブラウザーは再接続しない(S8)
			return new Response(null, { status: 204 });
		}
		return eventStream(request, async (stream) => {
			send = ({ id, data }) => {
				stream.send({ id, data: JSON.stringify(data) });
				if (isOver(data)) stream.end();
			};
			const now = newest;
			if (now && now.id !== lastReceived) send(now);
			return stop;
		});
	} catch (error) {
		return errorResponse(error);
	}
}
// #endregion stream

function isSnapshot(entry: Entry<JobEntry>): entry is Entry<Snapshot> {
	return entry.data.state !== 'cancelling' && entry.data.state !== 'asked';
}
