/** グラフの上端。1、2、5に10の累乗を掛けた値に切り上げ、目盛りの変動を抑える */
export function ceilingOf(highest: number, minTop: number): number {
	const value = Math.max(highest, minTop);
	const power = 10 ** Math.floor(Math.log10(value));
	const top = [1, 2, 5, 10].find((factor) => value <= factor * power) ?? 10;
	return top * power;
}

/** 幅100、高さ40の枠に描く折れ線。最新の値が右端に来る */
export function pathOf(values: readonly number[], top: number, kept: number): string {
	const stepX = 100 / (kept - 1);
	return values
		.map((value, i) => {
			const x = 100 - (values.length - 1 - i) * stepX;
			const y = 40 - (Math.min(value, top) / top) * 40;
			return `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`;
		})
		.join('');
}

const round = (value: number) => String(Math.round(value * 100) / 100);
