const pxPerMs = 0.06;
/** Silences longer than this are folded. */
const foldAfterMs = 1_500;
const foldPx = 30;
/** The interval between two labels of the axis: 30 px. */
const tickMs = 500;

export interface Fold {
	from: number;
	to: number;
	y: number;
	height: number;
}

export interface Scale {
	/** The first and the last moment. */
	from: number;
	to: number;
	height: number;
	/** The position of a moment in px from the top. A moment before the first or after the last is at the edge. */
	y(at: number): number;
	folds: readonly Fold[];
	ticks: readonly { at: number; y: number }[];
}

/** The axis from the first to the last of these moments, ms, in true proportion except for folded silences. */
export function createScale(moments: readonly number[]): Scale {
	const times = [...new Set(moments)].sort((a, b) => a - b);
	const stretches: Stretch[] = [];
	let height = 0;
	for (const [i, to] of times.entries()) {
		const from = times[i - 1];
		if (from === undefined) continue;
		const isFold = to - from > foldAfterMs;
		const stretch = {
			from,
			to,
			y: height,
			height: isFold ? foldPx : (to - from) * pxPerMs,
			isFold
		};
		stretches.push(stretch);
		height += stretch.height;
	}
	const y = (at: number) => {
		const stretch = stretches.find(({ to }) => at <= to);
		if (!stretch) return height;
		const share = (at - stretch.from) / (stretch.to - stretch.from);
		return stretch.y + Math.max(0, share) * stretch.height;
	};
	return {
		from: times[0] ?? 0,
		to: times.at(-1) ?? 0,
		height,
		y,
		folds: stretches.filter(({ isFold }) => isFold),
		ticks: ticksOf(stretches, y)
	};
}

interface Stretch extends Fold {
	isFold: boolean;
}

/** The moments that get a label: multiples of `tickMs`, none within a fold. */
function ticksOf(stretches: readonly Stretch[], y: Scale['y']): { at: number; y: number }[] {
	const multiples = new Set<number>();
	for (const { from, to, isFold } of stretches) {
		if (isFold) continue;
		for (let at = Math.ceil(from / tickMs) * tickMs; at <= to; at += tickMs) multiples.add(at);
	}
	return [...multiples].map((at) => ({ at, y: y(at) }));
}
