import { edge } from './edge.ts';
import { boxOf, shape, tag, text } from './svg.ts';

/** Distance between a message's line and the baseline of its text, in pixels. */
const aboveLine = 7;
const lineHeight = 20;

type Draw = (element: SVGGraphicsElement) => string;

/** Rewrites Mermaid's sequence diagrams, in the order of their elements. */
export function sequence(root: SVGSVGElement): string {
	let step = 0;
	let labels: SVGGraphicsElement[] = [];

	const message: Draw = (line) => {
		const { className, content } = edge(line as SVGGeometryElement);
		// Mermaid places a message's text halfway to the line above; move it close to its own line.
		const { y } = boxOf(line);
		const last = labels.length - 1;
		const label = labels
			.map((words, i) => text(words, { baseline: y - aboveLine - (last - i) * lineHeight }))
			.join('');
		labels = [];
		const between = `${line.dataset['from'] ?? ''}-${line.dataset['to'] ?? ''}`;
		const attributes = { class: className, 'data-edge': between, 'data-step': String(++step) };
		return tag('g', attributes, content + label);
	};
	const roles: [selector: string, draw: Draw][] = [
		['rect.rect', (rect) => shape(rect, 'd-zone')],
		['line.actor-line', (line) => shape(line, 'd-lifeline')],
		['g[data-et="participant"], g.actor-man, g:has(> rect.actor)', actor],
		['rect[class^="activation"]', (rect) => shape(rect, 'd-activation')],
		['g[data-et="control-structure"]', frame],
		['g[data-et="note"]', note],
		['.messageText', (label) => (labels.push(label), '')],
		['[data-et="message"]', message],
		['text.sequenceNumber', number],
		['line[marker-start*="sequencenumber"]', () => '']
	];

	const walk = (parent: Element): string =>
		[...parent.children]
			.map((child) => {
				if (!(child instanceof SVGGraphicsElement) || child instanceof SVGDefsElement) return '';
				const role = roles.find(([selector]) => child.matches(selector));
				if (role) return role[1](child);
				if (child instanceof SVGGElement) return walk(child);
				throw new Error(`<${child.tagName} class="${child.classList.value}"> is not supported`);
			})
			.join('');
	return walk(root);
}

function children(group: Element): SVGGraphicsElement[] {
	return [...group.children].filter((child) => child instanceof SVGGraphicsElement);
}

const isText = (element: Element): element is SVGTextElement => element instanceof SVGTextElement;

function actor(group: SVGGraphicsElement): string {
	const name = group.dataset['id'] ?? group.querySelector('rect.actor')?.getAttribute('name');
	return tag('g', { class: 'd-actor', 'data-node': name ?? undefined }, boxed(group));
}

function note(group: SVGGraphicsElement): string {
	return tag('g', { class: 'd-note' }, boxed(group));
}

/** Shapes with the lines of text in the middle of the first box, if there is one. */
function boxed(group: SVGGraphicsElement): string {
	const rect = group.querySelector('rect');
	const box = rect ? boxOf(rect) : undefined;
	const lines = children(group).filter(isText);
	const within = (line: SVGTextElement) =>
		box && { ...box, y: box.y + (lines.indexOf(line) - (lines.length - 1) / 2) * lineHeight };
	return children(group)
		.map((child) => (isText(child) ? text(child, { within: within(child) }) : shape(child)))
		.join('');
}

/** A loop or an alternative: a frame with its kind in the corner and dashed lines between its parts. */
function frame(group: SVGGraphicsElement): string {
	const corner = group.querySelector<SVGGraphicsElement>('.labelBox');
	const drawn = children(group).map((child) => {
		if (child.matches('.labelText')) {
			return text(child, { className: 'd-frame-kind', within: corner ? boxOf(corner) : undefined });
		}
		if (isText(child)) return text(child);
		if (child.matches('.labelBox')) return shape(child, 'd-frame-tab');
		const isDivider = child.getAttribute('style')?.includes('stroke-dasharray') === true;
		return shape(child, isDivider ? 'd-dashed' : undefined);
	});
	return tag('g', { class: 'd-frame' }, drawn.join(''));
}

function number(label: SVGGraphicsElement): string {
	const { x, y, width, height } = label.getBBox();
	const circle = tag('circle', { cx: x + width / 2, cy: y + height / 2, r: 9 });
	return tag('g', { class: 'd-number' }, circle + text(label, { within: boxOf(label) }));
}
