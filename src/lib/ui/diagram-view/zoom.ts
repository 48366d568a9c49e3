/** Width and height, or a point, in CSS pixels. */
export type Pair = readonly [x: number, y: number];

/** Below and above these scales nothing more can be seen. */
export const minScale = 0.2;
export const maxScale = 8;

const within = (value: number, least: number, most: number) =>
	Math.min(Math.max(value, least), most);

export const clampScale = (scale: number): number => within(scale, minScale, maxScale);

/** The scale at which all of a drawing is seen in its frame. */
export const fitScale = (drawing: Pair, frame: Pair): number =>
	clampScale(Math.min(frame[0] / drawing[0], frame[1] / drawing[1]));

/** The scale to begin with: its full size, or up to twice as large where the frame has room. */
export const firstScale = (drawing: Pair, frame: Pair): number =>
	within(fitScale(drawing, frame), 1, 2);

/** How far a wheel zooms, as a factor: alike for a notch of a mouse and the small steps of a trackpad. */
export const wheelFactor = (deltaY: number): number =>
	within(Math.exp(-deltaY / 300), 1 / 1.5, 1.5);

/** The distance of two fingers, at least 1. */
export const distance = (a: Pair, b: Pair): number =>
	Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
