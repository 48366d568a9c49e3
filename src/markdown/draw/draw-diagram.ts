import type { MermaidConfig } from 'mermaid';
import { encodeLabels } from './codes.ts';
import { flowchart } from './flowchart.ts';
import { sequence } from './sequence.ts';
import { letterSize, tag } from './svg.ts';

/** What is used of Mermaid, which is loaded by whoever draws. */
export interface Mermaid {
	initialize(config: MermaidConfig): void;
	render(id: string, source: string): Promise<{ svg: string }>;
}

// Measured a little larger than shown (15px, diagram.css), so that a reader's wider font has room.
const fontFamily =
	'"Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", "Yu Gothic", Meiryo, sans-serif';

const config: MermaidConfig = {
	startOnLoad: false,
	securityLevel: 'strict',
	theme: 'base',
	htmlLabels: false,
	fontFamily,
	fontSize: letterSize,
	themeVariables: { fontFamily, fontSize: `${String(letterSize)}px` },
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
		messageMargin: 12,
		boxMargin: 8,
		boxTextMargin: 6,
		noteMargin: 8,
		bottomMarginAdj: 1,
		rightAngles: true
	},
	state: { nodeSpacing: 32, rankSpacing: 44 }
};

const families: Record<string, (root: SVGSVGElement) => string> = {
	'flowchart-v2': flowchart,
	stateDiagram: flowchart,
	sequence
};

/** Free space around a drawing. */
const margin = 6;

/**
 * Draws a Mermaid source in this browser and writes it anew as small, clean SVG: real text, no
 * styles, no ids, colours only through the classes of `styles/diagram.css`. Nodes and edges keep
 * their names as `data-node` and `data-edge`.
 * Throws Mermaid's error for a source it cannot read, and an Error for a kind not drawn here.
 */
export async function drawDiagram(mermaid: Mermaid, source: string): Promise<string> {
	mermaid.initialize(config);
	const { svg } = await mermaid.render('drawn', flatDecisions(encodeLabels(source)));
	return inDocument(svg, (drawn) => {
		const kind = drawn.getAttribute('aria-roledescription') ?? '';
		const family = families[kind];
		if (!family) {
			const known = Object.keys(families).join(', ');
			throw new Error(`diagrams of the kind ${kind} are not drawn here, only ${known}`);
		}
		return framed(family(drawn));
	});
}

/**
 * Draws decisions as flat hexagons: a diamond around two lines of words is four times as high as
 * the words, and most of it is empty.
 */
function flatDecisions(source: string): string {
	if (!/^\s*(?:flowchart|graph)\b/.test(source)) return source;
	// What is in quotes is words, except those of the decision itself.
	return source.replace(
		/(?<=[\w-])\{(?<label>"[^"]*"|[^{}"]+)\}|"[^"]*"/g,
		(whole, label?: string) => (label === undefined ? whole : `{{${label}}}`)
	);
}

/** Puts the content into an `<svg>` that is exactly as large as it. */
function framed(content: string): string {
	const open = `<svg xmlns="http://www.w3.org/2000/svg" font-family='${fontFamily}' font-size="${String(letterSize)}" text-anchor="middle">`;
	return inDocument(`${open}${content}</svg>`, (drawn) => {
		const { x, y, width, height } = drawn.getBBox();
		const size = { width: Math.ceil(width) + 2 * margin, height: Math.ceil(height) + 2 * margin };
		const viewBox = [Math.floor(x) - margin, Math.floor(y) - margin, size.width, size.height];
		// Shrunk further, words would be too small: the frame around the drawing scrolls instead.
		// A style attribute would be refused by the site's own security policy, so classes it is.
		const least = Math.min(1200, Math.round((size.width * 0.78) / 100) * 100);
		const name = least >= 400 ? `d-min-${String(least)}` : undefined;
		return tag('svg', { class: name, ...size, viewBox: viewBox.map(String).join(' ') }, content);
	});
}

/** Lends an SVG a place in the document: only there it has geometry. */
function inDocument(svg: string, use: (drawn: SVGSVGElement) => string): string {
	const host = document.createElement('div');
	host.setAttribute('aria-hidden', 'true');
	Object.assign(host.style, { position: 'absolute', left: '-100000px', width: '4000px' });
	host.innerHTML = svg;
	document.body.append(host);
	try {
		const drawn = host.querySelector('svg');
		if (!drawn) throw new Error('nothing was drawn');
		return use(drawn);
	} finally {
		host.remove();
	}
}
