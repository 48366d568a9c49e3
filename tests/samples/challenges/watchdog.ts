/** quietMsの間heard()が呼ばれなければ、onDeadを1回だけ呼ぶ */
export function createWatchdog(quietMs: number, onDead: () => void) {
	let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(die, quietMs);

	function die() {
		timer = undefined;
		onDead();
	}
	return {
		heard() {
			if (timer === undefined) return; // 終了した監視は再開しない
			clearTimeout(timer);
			timer = setTimeout(die, quietMs);
		},
		stop() {
			clearTimeout(timer);
			timer = undefined;
		}
	};
}
