import type { RequestEvent } from '@sveltejs/kit';
import { host } from '../host.server.ts';
import { onShutdown } from '../../server/examples/shutdown-tasks.ts';
import { answerJson } from '../../server/examples/endpoint.ts';
// 文字列としてインポートするので、開発中もビルドのあとも、同じコードが動く
import code from './count.worker.js?raw';
import { Jobs } from './jobs.server.ts';
import { Cancel, Start } from './protocol.ts';

let jobs: Jobs | undefined;

/** 最初に必要になったときに作る。プロセスの終了時は、停止を待つ */
function getJobs(): Jobs {
	if (jobs) return jobs;
	const created = new Jobs(host, { code });
	onShutdown(() => created.end());
	return (jobs = created);
}

export const start = (event: RequestEvent): Promise<Response> =>
	answerJson(host, event, Start, async (work) => {
		await getJobs().start(work, host.addressOf(event));
		return { job: work.job };
	});

export const cancel = (event: RequestEvent): Promise<Response> =>
	answerJson(host, event, Cancel, async ({ job }) => {
		await getJobs().cancel(job, host.addressOf(event));
		return { job };
	});
