import { distance, wheelFactor, type Pair } from './zoom.ts';

/** A view that can be zoomed and moved. Points are in coordinates of the window. */
export interface Movable {
	zoom(factor: number, at: Pair): void;
	move(by: Pair): void;
}

/** Moves the view when one pointer drags it, and zooms it with a pinch or the wheel. */
export function followGestures(frame: HTMLElement, view: Movable): void {
	const pointers = new Map<number, Pair>();

	frame.addEventListener(
		'wheel',
		(event) => {
			// Otherwise the browser zooms the whole page when a trackpad is pinched.
			event.preventDefault();
			view.zoom(wheelFactor(event.deltaY), [event.clientX, event.clientY]);
		},
		{ passive: false }
	);
	frame.addEventListener('pointerdown', (event) => {
		if (event.button !== 0) return;
		frame.setPointerCapture(event.pointerId);
		pointers.set(event.pointerId, [event.clientX, event.clientY]);
	});
	frame.addEventListener('pointermove', (event) => {
		const from = pointers.get(event.pointerId);
		if (!from) return;
		const to: Pair = [event.clientX, event.clientY];
		pointers.set(event.pointerId, to);
		const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
		if (other) view.zoom(distance(to, other) / distance(from, other), middle(to, other));
		// The middle of two fingers moves half as far as one of them.
		const divisor = other ? 2 : 1;
		view.move([(to[0] - from[0]) / divisor, (to[1] - from[1]) / divisor]);
	});
	for (const end of ['pointerup', 'pointercancel'] as const) {
		frame.addEventListener(end, ({ pointerId }) => pointers.delete(pointerId));
	}
}

const middle = (a: Pair, b: Pair): Pair => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
