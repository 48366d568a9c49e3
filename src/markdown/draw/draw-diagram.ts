import type { MermaidConfig } from 'mermaid';
import { encodeLabels } from './codes.ts';
import { flowchart } from './flowchart.ts';
import { narrowLines, narrowSource } from './narrow.ts';
import { sequence } from './sequence.ts';
import { fontSize, tag } from './svg.ts';

/** The part of Mermaid's API that is used; the caller loads Mermaid. */
export interface Mermaid {
	initialize(config: MermaidConfig): void;
	render(id: string, source: string): Promise<{ svg: string }>;
}

const fontFamily =
	'"Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif';

const config: MermaidConfig = {
	startOnLoad: false,
	securityLevel: 'strict',
	theme: 'base',
	htmlLabels: false,
	fontFamily,
	fontSize,
	themeVariables: { fontFamily, fontSize: `${String(fontSize)}px` },
	flowchart: {
		htmlLabels: false,
		nodeSpacing: 32,
		rankSpacing: 44,
		padding: 12,
		wrappingWidth: 240,
		curve: 'monotoneY'
	},
	sequence: {
		mirrorActors: true,
		width: 108,
		height: 40,
		actorMargin: 20,
		messageMargin: 2,
		boxMargin: 6,
		boxTextMargin: 6,
		noteMargin: 8,
		bottomMarginAdj: 1,
		rightAngles: true
	},
	state: { nodeSpacing: 32, rankSpacing: 44 }
};

const narrowConfig: MermaidConfig = {
	...config,
	flowchart: { ...config.flowchart, nodeSpacing: 10, padding: 6 },
	sequence: {
		...config.sequence,
		width: 40,
		actorMargin: 4,
		wrapPadding: 3,
		noteMargin: 5,
		messageMargin: 4
	},
	state: { nodeSpacing: 10, rankSpacing: 36 }
};

/** The widest drawing, in pixels, whose text is still large enough when a phone of 390 px shows all of it. */
const maxPhoneWidth = 470;

/** A page scales a wide drawing down to this part of its width; below that, it shows the narrow one. */
const minScale = 0.78;
/** Widths of a page, in pixels, for which `styles/diagram.css` has a class. */
const switchWidths = { min: 500, max: 1200, step: 100 };

/** The functions that rewrite a drawing, by the kind of diagram in its `aria-roledescription`. */
const rewriters: Record<string, (root: SVGSVGElement) => string> = {
	'flowchart-v2': flowchart,
	stateDiagram: flowchart,
	sequence
};

/** Space around a drawing, in pixels. */
const margin = 6;

/**
 * Draws a Mermaid source in the current browser and rewrites it as small SVG: real text, no styles, no
 * ids, colors only by the classes of `styles/diagram.css`. `data-node` and `data-edge` contain the names
 * of nodes and edges. A drawing that is too wide for a phone is followed by a narrow one;
 * `styles/diagram.css` shows the one that fits.
 *
 * Throws Mermaid's error for invalid source, and an Error for an unsupported kind of diagram or for one
 * that cannot be made narrow.
 *
 * @param show is called with the wide drawing before the narrow one is drawn
 */
export async function drawDiagram(
	mermaid: Mermaid,
	source: string,
	show?: (svg: string) => void
): Promise<string> {
	mermaid.initialize(config);
	const drawing = await draw(mermaid, source);
	if (drawing.width <= maxPhoneWidth) return drawing.svg();
	show?.(drawing.svg());
	const { min, max, step } = switchWidths;
	const rounded = Math.round((drawing.width * minScale) / step) * step;
	const minWidth = Math.min(max, Math.max(min, rounded));
	return drawing.svg(`d-min-${String(minWidth)}`) + (await narrowDrawing(mermaid, source));
}

async function narrowDrawing(mermaid: Mermaid, source: string): Promise<string> {
	mermaid.initialize(narrowConfig);
	let width = Infinity;
	for (const lines of narrowLines) {
		const drawing = await draw(mermaid, narrowSource(source, lines));
		if (drawing.width <= maxPhoneWidth) return drawing.svg('d-narrow');
		width = Math.min(width, drawing.width);
	}
	const limit = `more than ${String(maxPhoneWidth)}`;
	throw new Error(
		`the drawing for a phone is ${String(width)} pixels wide, ${limit}: shorten labels, or split the diagram`
	);
}

interface Drawing {
	/** In pixels. */
	width: number;
	/** The drawing as text, with this class. */
	svg: (className?: string) => string;
}

async function draw(mermaid: Mermaid, source: string): Promise<Drawing> {
	const { svg } = await mermaid.render('drawn', flatDecisions(encodeLabels(source)));
	return inDocument(svg, (drawn) => {
		const kind = drawn.getAttribute('aria-roledescription') ?? '';
		const rewrite = rewriters[kind];
		if (!rewrite) {
			const known = Object.keys(rewriters).join(', ');
			throw new Error(`diagrams of the kind ${kind} are not supported, only ${known}`);
		}
		return framed(rewrite(drawn));
	});
}

/**
 * Changes decisions to flat hexagons: a diamond is four times as high as the two lines of text in it.
 */
function flatDecisions(source: string): string {
	if (!/^\s*(?:flowchart|graph)\b/.test(source)) return source;
	// Other text in quotes stays as it is.
	return source.replace(
		/(?<=[\w-])\{(?<label>"[^"]*"|[^{}"]+)\}|"[^"]*"/g,
		(whole, label?: string) => (label === undefined ? whole : `{{${label}}}`)
	);
}

/** Wraps content in an `<svg>` of its size. */
function framed(content: string): Drawing {
	const open = `<svg xmlns="http://www.w3.org/2000/svg" font-family='${fontFamily}' font-size="${String(fontSize)}" text-anchor="middle">`;
	return inDocument(`${open}${content}</svg>`, (drawn) => {
		const { x, y, width, height } = drawn.getBBox();
		const size = { width: Math.ceil(width) + 2 * margin, height: Math.ceil(height) + 2 * margin };
		const viewBox = [Math.floor(x) - margin, Math.floor(y) - margin, size.width, size.height];
		return {
			width: size.width,
			svg: (className) =>
				tag('svg', { class: className, ...size, viewBox: viewBox.map(String).join(' ') }, content)
		};
	});
}

/** Inserts an SVG into the document while `use` measures it: elements outside a document have no geometry. */
function inDocument<Result>(svg: string, use: (drawn: SVGSVGElement) => Result): Result {
	const host = document.createElement('div');
	host.setAttribute('aria-hidden', 'true');
	Object.assign(host.style, { position: 'absolute', left: '-100000px', width: '4000px' });
	host.innerHTML = svg;
	document.body.append(host);
	try {
		const drawn = host.querySelector('svg');
		if (!drawn) throw new Error('Mermaid returned no <svg>');
		return use(drawn);
	} finally {
		host.remove();
	}
}
