// ワーカーのコード。メインとは別のスレッドで動き、postMessage だけで通信する
// eslint-disable-next-line @typescript-eslint/no-require-imports -- 文字列から作るワーカーは CommonJS
const { parentPort, workerData } = require('node:worker_threads');

/** @type {{ upTo: number, failHalfway: boolean }} */
const { upTo, failHalfway } = workerData;
/** 一度にふるいにかける幅。メモリーの使用量は、これを超えない */
const span = 1_000_000;
/** 通知の間隔(ミリ秒)。ふるいのたびに通知すると、毎秒数百件になる */
const reportIntervalMs = 200;

/** @param {number} limit */
function oddPrimesUpTo(limit) {
	const isComposite = new Uint8Array(limit + 1);
	const primes = [];
	for (let n = 3; n <= limit; n += 2) {
		if (isComposite[n]) continue;
		primes.push(n);
		for (let multiple = n * n; multiple <= limit; multiple += 2 * n) isComposite[multiple] = 1;
	}
	return primes;
}

const sieve = oddPrimesUpTo(Math.floor(Math.sqrt(upTo)));
/** low より大きい奇数を順に表す。1 なら素数ではない */
const block = new Uint8Array(span / 2);

// #region count
/** low より大きく high 以下の奇数のうち、素数の数 */
function countBetween(/** @type {number} */ low, /** @type {number} */ high) {
	const size = Math.ceil((high - low) / 2);
	block.fill(0);
	for (const prime of sieve) {
		if (prime * prime > high) break;
		let first = Math.max(prime * prime, Math.ceil((low + 1) / prime) * prime);
		if (first % 2 === 0) first += prime;
		for (let at = (first - low - 1) / 2; at < size; at += prime) block[at] = 1;
	}
	if (low === 0) block[0] = 1; // 1は素数ではない
	let count = 0;
	for (let at = 0; at < size; at++) if (block[at] === 0) count++;
	return count;
}

let primes = upTo < 2 ? 0 : 1; // 唯一の偶数、2
let reportedAt = 0;
for (let low = 0; low < upTo; low += span) {
	const done = Math.min(low + span, upTo);
	primes += countBetween(low, done);
	if (failHalfway && done * 2 >= upTo) process.exit(1);
	if (done < upTo && performance.now() - reportedAt < reportIntervalMs) continue;
	reportedAt = performance.now();
	parentPort?.postMessage({ done, primes });
}
// #endregion count
