import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { build, type Rolldown } from 'vite';
import { checkLabels } from '../../src/markdown/check-labels.ts';
import { syntaxError } from '../../src/markdown/diagram-syntax.ts';
import type { PlacedDiagram } from '../../src/markdown/drawings.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const globalName = 'wirelabDraw';

/**
 * Loads Mermaid. Returns a function that draws a diagram as SVG, and throws a ContentError with the line that Mermaid
 * cannot parse or draws incorrectly.
 *
 * @throws Error if no Japanese font is installed
 */
export async function diagramDrawer(
	browser: Browser
): Promise<(diagram: PlacedDiagram) => Promise<string>> {
	const page = await browser.newPage();
	await page.setContent('<!doctype html><html lang="ja"><body></body></html>');
	await page.addScriptTag({ path: here('../../node_modules/mermaid/dist/mermaid.min.js') });
	await page.addScriptTag({ content: await drawingCode() });
	await requireJapaneseFont(page);
	return (diagram) => draw(page, diagram);
}

/** Bundles the code that also draws diagrams in development. */
async function drawingCode(): Promise<string> {
	const built = await build({
		configFile: false,
		publicDir: false,
		logLevel: 'error',
		build: {
			write: false,
			minify: false,
			lib: {
				entry: here('../../src/markdown/draw/draw-diagram.ts'),
				formats: ['iife'],
				name: globalName
			}
		}
	});
	const [output] = built as Rolldown.RolldownOutput[];
	const chunk = output?.output[0];
	if (!chunk) throw new Error('the drawing code could not be bundled');
	return `${chunk.code}\nwindow.${globalName} = ${globalName};`;
}

/**
 * Without a Japanese font, a browser measures and draws placeholder boxes instead of characters.
 * @throws Error if the default font has no Japanese characters
 */
export async function requireJapaneseFont(page: Page): Promise<void> {
	const [wide, narrow] = await page.evaluate(() => {
		const context = document.createElement('canvas').getContext('2d');
		if (!context) throw new Error('no canvas');
		context.font = '100px sans-serif';
		// With a Japanese font, both characters of the first text are as wide as the font is high.
		return ['あ漢', 'il'].map((text) => context.measureText(text).width) as [number, number];
	});
	if (Math.abs(wide - 200) > 4 || narrow > 100) {
		throw new Error('no Japanese font is installed (Debian: apt-get install fonts-noto-cjk)');
	}
}

type DrawResult = { svg: string } | { message: string };

async function draw(page: Page, diagram: PlacedDiagram): Promise<string> {
	const result = await page.evaluate<DrawResult, [string, string]>(
		async ([name, source]) => {
			const scope = window as unknown as Record<string, unknown>;
			const { drawDiagram } = scope[name] as {
				drawDiagram(mermaid: unknown, source: string): Promise<string>;
			};
			try {
				return { svg: await drawDiagram(scope['mermaid'], source) };
			} catch (error) {
				return { message: error instanceof Error ? error.message : String(error) };
			}
		},
		[globalName, diagram.source]
	);
	if ('svg' in result) {
		checkLabels(diagram, result.svg, diagram.file);
		return result.svg;
	}
	throw syntaxError(diagram, result.message);
}
