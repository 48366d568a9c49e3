interface Sample {
	/** 起動からの累積値 */
	total: number;
	/** 計測した時刻(ミリ秒) */
	at: number;
}

/** 2回の計測から、1秒あたりの件数を求める。計算できなければnull */
export function rateOf(before: Sample, after: Sample): number | null {
	const seconds = (after.at - before.at) / 1000;
	if (seconds <= 0) return null;
	// 累積値が減っていれば、プロセスが再起動し、0から数え直している
	const grown = after.total < before.total ? after.total : after.total - before.total;
	return grown / seconds;
}
