/** Width and height, or a point, in CSS pixels. */
export type Pair = readonly [x: number, y: number];

/** The limits of the scale, beyond which nothing more can be seen. */
export const minScale = 0.2;
export const maxScale = 8;

const within = (value: number, least: number, most: number) =>
	Math.min(Math.max(value, least), most);

export const clampScale = (scale: number): number => within(scale, minScale, maxScale);

/** The largest scale at which a drawing fits into its frame. */
export const fitScale = (drawing: Pair, frame: Pair): number =>
	clampScale(Math.min(frame[0] / drawing[0], frame[1] / drawing[1]));

/** The initial scale: full size, or up to twice as large if that fits. */
export const firstScale = (drawing: Pair, frame: Pair): number =>
	within(fitScale(drawing, frame), 1, 2);

/** The largest factor by which one wheel event zooms. */
const maxWheelFactor = 1.5;
/** How many px of scrolling zoom by a factor of e. */
const wheelPx = 300;

/** The factor by which a wheel zooms. Suits the notches of a mouse and the small steps of a trackpad. */
export const wheelFactor = (deltaY: number): number =>
	within(Math.exp(-deltaY / wheelPx), 1 / maxWheelFactor, maxWheelFactor);

/** The distance between two fingers, at least 1, so that it can be a divisor. */
export const distance = (a: Pair, b: Pair): number =>
	Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1]));
