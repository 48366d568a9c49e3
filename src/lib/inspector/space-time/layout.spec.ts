import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentsOf, type Passage, type SpaceTime } from './events.ts';
import { layOut, maxPassages, momentsIn } from './layout.ts';
import { createScale } from './scale.ts';

const time = fc.integer({ min: 0, max: 60_000 });
const delays = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 3 });

const passages = fc
	.array(fc.record({ sentAt: time, knownAfter: fc.integer({ min: 0, max: 800 }), delays }), {
		maxLength: 40
	})
	.map((all) =>
		all.map(({ sentAt, knownAfter, delays: after }, i): Passage => {
			const arrivals = after.map((ms) => sentAt + ms).sort((a, b) => a - b);
			const fate = arrivals.length === 0 ? 'lost' : arrivals.length > 1 ? 'repeated' : 'delivered';
			return {
				...{ key: String(i), label: String(i), from: 0, to: 1 },
				...{ sentAt, knownAt: sentAt + knownAfter, arrivals, fate }
			};
		})
	);

const spaceTimes: fc.Arbitrary<SpaceTime> = fc.record({
	lanes: fc.constant(['sender', 'reader']),
	passages,
	bands: fc.array(
		fc.record({ name: fc.constant('cut'), from: time, to: fc.option(time) }).map((band) => ({
			...band,
			to: band.to === null ? null : Math.max(band.from, band.to)
		})),
		{ maxLength: 6 }
	),
	marks: fc.array(fc.record({ name: fc.constant('joined'), lane: fc.constant(1), at: time }), {
		maxLength: 6
	})
});

const draw = (spaceTime: SpaceTime) => layOut(spaceTime, createScale(momentsIn(spaceTime)));

describe('any diagram', () => {
	it('is drawn within the picture', () => {
		fc.assert(
			fc.property(spaceTimes, (spaceTime) => {
				const { height, drawn, bands, marks, names, folds, ticks } = draw(spaceTime);
				const ys = [
					...drawn.flatMap(({ y, lines }) => [y, ...lines.flatMap(({ y1, y2 }) => [y1, y2])]),
					...bands.flatMap((band) => [band.y, band.y + band.height]),
					...folds.flatMap((fold) => [fold.y, fold.y + fold.height]),
					...[...marks, ...names, ...ticks].map(({ y }) => y)
				];
				expect(ys.filter((y) => !(y >= 0 && y <= height))).toEqual([]);
				const xs = drawn.flatMap(({ x, lines }) => [x, ...lines.flatMap(({ x1, x2 }) => [x1, x2])]);
				expect(xs.filter((x) => !(x >= 0 && x <= 100))).toEqual([]);
			})
		);
	});

	it('is drawn in the order of its times', () => {
		fc.assert(
			fc.property(spaceTimes, (spaceTime) => {
				const { drawn, passages: shown } = draw(spaceTime);
				const placed = drawn.flatMap(({ y, lines, end }, i) => {
					const { sentAt, knownAt, arrivals } = shown[i] as Passage;
					return [
						{ at: sentAt, y },
						...(end
							? [{ at: knownAt, y: end.y }]
							: arrivals.map((at, arrival) => ({ at, y: lines[arrival]?.y2 ?? NaN })))
					];
				});
				placed.sort((a, b) => a.at - b.at || a.y - b.y);
				for (const [i, { at, y }] of placed.entries()) {
					const before = placed[i - 1];
					if (!before) continue;
					if (at === before.at) expect(y).toBe(before.y);
					else expect(y).toBeGreaterThan(before.y);
				}
			})
		);
	});

	it('shows each of the last messages once, with one line for each arrival, and lists the same messages', () => {
		fc.assert(
			fc.property(spaceTimes, (spaceTime) => {
				const { drawn, passages: shown } = draw(spaceTime);
				const last = [...spaceTime.passages]
					.sort((a, b) => a.sentAt - b.sentAt)
					.slice(-maxPassages);
				expect(shown).toEqual(last);
				expect(drawn.map(({ key, fate }) => [key, fate])).toEqual(
					last.map(({ key, fate }) => [key, fate])
				);
				expect(drawn.map(({ lines }) => lines.length)).toEqual(
					last.map(({ arrivals }) => Math.max(1, arrivals.length))
				);
				expect(drawn.map(({ end }) => end !== null)).toEqual(
					last.map(({ arrivals }) => arrivals.length === 0)
				);
			})
		);
	});

	it('has a true scale except in folds, which are long silences without ticks', () => {
		fc.assert(
			fc.property(passages, (all) => {
				const scale = createScale(all.flatMap(momentsOf));
				const times = [...new Set(all.flatMap(momentsOf))].sort((a, b) => a - b);
				const perMs = times.slice(1).flatMap((to, i) => {
					const from = times[i] as number;
					const isFold = scale.folds.some((fold) => fold.from === from && fold.to === to);
					return isFold ? [] : [(scale.y(to) - scale.y(from)) / (to - from)];
				});
				for (const px of perMs) expect(px).toBeCloseTo(perMs[0] as number, 6);
				for (const { from, to } of scale.folds) expect(to - from).toBeGreaterThan(1_000);
				for (const { y } of scale.ticks)
					expect(scale.folds.filter((fold) => y > fold.y && y < fold.y + fold.height)).toEqual([]);
			})
		);
	});
});

const passage = (sentAt: number, ...arrivals: number[]): Passage => ({
	...{ key: String(sentAt), label: String(sentAt), from: 0, to: 1 },
	...{ sentAt, knownAt: sentAt, arrivals, fate: 'delivered' }
});

it('names on the right do not cover each other, and the second of two close arrivals is a double line', () => {
	const at = 1_000;
	const { names, drawn } = draw({
		lanes: ['sender', 'reader'],
		passages: [passage(0, 400), passage(at, at + 10, at + 11), passage(2_000, 2_100, 2_500)],
		bands: [{ name: 'cut', from: at, to: at }],
		marks: [{ name: 'joined', lane: 1, at: at + 1 }]
	});
	const [cut, joined] = names;
	expect(cut).toMatchObject({ name: 'cut', from: at, to: at });
	expect(joined).toMatchObject({ name: 'joined', from: at + 1, to: at + 1 });
	expect((joined?.y ?? 0) - (cut?.y ?? 0)).toBeGreaterThanOrEqual(12);
	expect(drawn.map(({ lines }) => lines.map(({ isDouble }) => isDouble))).toEqual([
		[false],
		[false, true],
		[false, false]
	]);
});
