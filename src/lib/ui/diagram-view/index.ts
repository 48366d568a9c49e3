import './diagram-view.css';
import { followGestures, type Movable } from './gestures.ts';
import { words } from './words.ts';
import { clampScale, firstScale, fitScale, type Pair } from './zoom.ts';

/** The factor by which a key or a button zooms. */
const zoomStep = 1.25;
/** The distance by which an arrow key moves the drawing, in px. */
const moveStepPx = 80;

/** Shows the drawing of a figure in a dialog as large as the window, in which readers can zoom and move it. */
export function openDiagram(figure: HTMLElement): void {
	// A wide diagram also has a narrow drawing; only one of the two is visible.
	const drawing = [...figure.querySelectorAll('svg')].find((svg) => svg.checkVisibility());
	if (!drawing) return;
	const copy = drawing.cloneNode(true) as SVGSVGElement;
	// The class limits the width on the page; here the reader decides.
	copy.removeAttribute('class');
	const { dialog, frame, label, buttons } = createDialog(figure, copy);
	const view = createView(frame, copy, label);
	const larger = () => view.zoom(zoomStep, view.center());
	const actions: Record<string, () => void> = {
		'+': larger,
		// The key of the plus sign without Shift, on American and Japanese keyboards.
		'=': larger,
		';': larger,
		'-': () => view.zoom(1 / zoomStep, view.center()),
		'0': view.whole,
		ArrowLeft: () => view.move([moveStepPx, 0]),
		ArrowRight: () => view.move([-moveStepPx, 0]),
		ArrowUp: () => view.move([0, moveStepPx]),
		ArrowDown: () => view.move([0, -moveStepPx])
	};

	dialog.addEventListener('keydown', (event) => {
		const act = actions[event.key];
		// With a modifier they are shortcuts of the browser.
		if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
		event.preventDefault();
		act();
	});
	for (const [key, button] of Object.entries(buttons)) {
		button.addEventListener('click', () => (key === 'close' ? dialog.close() : actions[key]?.()));
	}
	dialog.addEventListener('close', () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
	followGestures(frame, view);
	view.begin();
}

function createView(frame: HTMLElement, drawing: SVGSVGElement, label: HTMLElement) {
	const { width, height } = drawing.viewBox.baseVal;
	const size: Pair = [width, height];
	const available = (): Pair => [frame.clientWidth - 2 * margin, frame.clientHeight - 2 * margin];
	let scale = 1;

	function setScale(next: number): void {
		scale = clampScale(next);
		drawing.style.width = `${String(width * scale)}px`;
		label.textContent = `${String(Math.round(scale * 100))}%`;
	}
	return {
		begin: () => setScale(firstScale(size, available())),
		whole: () => setScale(fitScale(size, available())),
		center(): Pair {
			const { left, top, width, height } = frame.getBoundingClientRect();
			return [left + width / 2, top + height / 2];
		},
		zoom(factor, [x, y]) {
			const before = drawing.getBoundingClientRect();
			const part = [(x - before.left) / before.width, (y - before.top) / before.height] as const;
			setScale(scale * factor);
			// The frame scrolls until the same part of the drawing is at the same point again.
			const after = drawing.getBoundingClientRect();
			frame.scrollLeft += after.left + part[0] * after.width - x;
			frame.scrollTop += after.top + part[1] * after.height - y;
		},
		move: ([x, y]) => frame.scrollBy(-x, -y)
	} satisfies Movable & Record<string, unknown>;
}

/** The space around the drawing in px: its transparent border in the style sheet. */
const margin = 16;

function createDialog(figure: HTMLElement, drawing: SVGSVGElement) {
	const text = words(document.documentElement.lang);
	const title = figure.querySelector('figcaption')?.textContent ?? '';
	const dialog = document.createElement('dialog');
	dialog.className = 'diagram-view';
	dialog.setAttribute('aria-label', title);

	const bar = document.createElement('div');
	bar.className = 'diagram-view-bar';
	const heading = Object.assign(document.createElement('p'), { textContent: title });
	const label = document.createElement('output');
	const buttons = {
		'-': button('−', text.smaller),
		'+': button('+', text.larger),
		'0': button(text.whole),
		close: button('✕', text.close)
	};
	bar.append(heading, buttons['-'], label, buttons['+'], buttons['0'], buttons.close);

	const frame = document.createElement('div');
	frame.className = 'diagram diagram-view-frame';
	frame.tabIndex = 0;
	frame.autofocus = true;
	frame.setAttribute('role', 'region');
	frame.setAttribute('aria-label', title);
	frame.append(drawing);

	const keys = Object.assign(document.createElement('p'), { textContent: text.keys });
	keys.className = 'diagram-view-keys';
	dialog.append(bar, frame, keys);
	return { dialog, frame, label, buttons };
}

function button(sign: string, name?: string): HTMLButtonElement {
	const element = document.createElement('button');
	element.type = 'button';
	element.textContent = sign;
	if (name) {
		element.setAttribute('aria-label', name);
		element.title = name;
	}
	return element;
}
