import { describe, expect, it } from 'vitest';
import {
	clampScale,
	distance,
	firstScale,
	fitScale,
	maxScale,
	minScale,
	wheelFactor
} from './zoom.ts';

describe('the scale at which a drawing fits', () => {
	it.each([
		['wider than the frame', [800, 100], [400, 400], 0.5],
		['higher than the frame', [100, 800], [400, 400], 0.5],
		['smaller', [100, 200], [400, 400], 2],
		['of the same size', [400, 400], [400, 400], 1]
	] as const)('%s', (_, drawing, frame, scale) => {
		expect(fitScale(drawing, frame)).toBe(scale);
	});
});

it('the initial scale is full size, or larger if that fits', () => {
	expect(firstScale([800, 600], [400, 400])).toBe(1);
	expect(firstScale([400, 400], [600, 600])).toBe(1.5);
	expect(firstScale([100, 100], [900, 900])).toBe(2);
});

it('every scale is within the limits', () => {
	expect(clampScale(0)).toBe(minScale);
	expect(clampScale(Infinity)).toBe(maxScale);
	expect(fitScale([10, 10], [10_000, 10_000])).toBe(maxScale);
	expect(fitScale([10_000, 10], [1, 1])).toBe(minScale);
});

it('a wheel zooms in when it scrolls up and out when it scrolls down, by a limited factor', () => {
	expect(wheelFactor(-100)).toBeGreaterThan(1);
	expect(wheelFactor(100)).toBeLessThan(1);
	expect(wheelFactor(-100) * wheelFactor(100)).toBeCloseTo(1);
	expect(wheelFactor(-10_000)).toBe(1.5);
	expect(wheelFactor(0)).toBe(1);
});

it('the distance between two points is at least 1', () => {
	expect(distance([0, 0], [3, 4])).toBe(5);
	expect(distance([7, 7], [7, 7])).toBe(1);
});
