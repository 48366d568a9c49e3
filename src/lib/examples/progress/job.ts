import * as v from 'valibot';
import { isRoom, isUnguessable, privateRoom } from '../../protocol/room.ts';

const pattern = /^#job=(?<job>[a-z0-9-]+)$/;
const storageKey = 'wirelab:example:progress:jobs';

const JobKey = v.custom<string>((value) => isRoom(value) && isUnguessable(value));

/** 仕事の鍵。始める前にブラウザーが決め、知っている人だけが見られる */
export const newJob = () => privateRoom('progress');

/** リンクから来た人の仕事。アドレスの # の後ろは、サーバーには送られない */
export function invitedJob(hash: string): string | null {
	const job = pattern.exec(hash)?.groups?.['job'];
	return v.is(JobKey, job) ? job : null;
}

/** このタブの画面が見ていた仕事。読み込み直しても、同じ仕事に戻る */
export function keptJobs(open: () => Pick<Storage, 'getItem'>): readonly [string, string] {
	try {
		return v.parse(v.tuple([JobKey, JobKey]), JSON.parse(open().getItem(storageKey) ?? ''));
	} catch {
		const job = newJob();
		return [job, job];
	}
}

export function keepJobs(jobs: readonly string[], open: () => Pick<Storage, 'setItem'>): void {
	try {
		open().setItem(storageKey, JSON.stringify(jobs));
	} catch {
		return; // 保存を禁じているブラウザーでは、ページを閉じるまで覚える
	}
}

/** 別の端末に同じ仕事を見せるアドレス */
export function invitation(job: string, pageUrl: string): string {
	const url = new URL(pageUrl);
	url.search = '';
	url.hash = `job=${job}`;
	return url.href;
}
