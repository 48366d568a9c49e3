import * as v from 'valibot';
import { isRoom, isUnguessable, privateRoom } from '../../protocol/room.ts';

const storageKey = 'wirelab:example:progress:jobs';

const JobKey = v.custom<string>((value) => isRoom(value) && isUnguessable(value));

/** ジョブの鍵。開始前にブラウザーが決め、知っている人だけが参照できる */
export const newJob = () => privateRoom('progress');

/** このタブの画面が表示していたジョブ。再読み込みしても、同じジョブを表示する */
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
		return; // 保存できないブラウザーでは、ページを閉じるまで保持する
	}
}
