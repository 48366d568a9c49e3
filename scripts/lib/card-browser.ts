import type { Browser } from 'playwright';
import { cardSize } from '../../src/lib/docs/card-size.ts';
import { strings } from '../../src/lib/ui/index.ts';
import type { Card } from '../../src/markdown/card.ts';
import { escapeText } from '../../src/markdown/escape.ts';
import { requireJapaneseFont } from './diagram-browser.ts';

/**
 * Returns a function that draws a card as a PNG, and throws an Error if the title does not fit.
 *
 * @throws Error if no Japanese font is installed
 */
export async function cardDrawer(browser: Browser): Promise<(card: Card) => Promise<Buffer>> {
	const page = await browser.newPage({ viewport: cardSize });
	await requireJapaneseFont(page);
	return async (card) => {
		await page.setContent(cardHtml(card));
		const fits = await page
			.locator('h1')
			.evaluate((title) => title.scrollHeight <= title.clientHeight);
		if (!fits) throw new Error(`the title does not fit its card: ${card.title}`);
		return page.screenshot();
	};
}

/** The font size of a title in pixels: longer titles are smaller, so that they have at most three lines. */
const fontSizeOf = (title: string): number =>
	title.length > 36 ? 56 : title.length > 20 ? 66 : 80;

function cardHtml({ title, section, lang }: Card): string {
	const { name, tagline } = strings[lang].site;
	return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><style>${styles}</style><body>
<p class="section">${section.map(escapeText).join('<i>›</i>')}</p>
<h1 style="font-size: ${String(fontSizeOf(title))}px">${escapeText(title)}</h1>
<footer><svg viewBox="0 0 32 24"><path d="M4 17h6V7h6v10h6V7h6"/><circle cx="4" cy="17" r="2.5"/>
<circle class="signal" cx="28" cy="7" r="3.5"/></svg><b>${name}</b><span>${tagline}</span></footer>`;
}

/** The style sheet of a card. Its colors are those of the dark scheme (`src/styles/tokens.css`). */
const styles = `
* { box-sizing: border-box; margin: 0; }
body { display: flex; flex-direction: column; width: ${String(cardSize.width)}px; height: ${String(cardSize.height)}px;
	padding: 72px 80px 60px; border-top: 12px solid #6fc8dc; background: #14181d; color: #e1e5ea;
	font-family: 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', sans-serif; }
.section { min-height: 48px; color: #6fc8dc; font-size: 30px; font-weight: 600; line-height: 48px; }
.section i { margin: 0 16px; color: #a0a9b4; font-style: normal; }
h1 { display: flex; flex: 1; align-items: center; min-height: 0; overflow: hidden; line-height: 1.35; }
h1 { word-break: auto-phrase; text-wrap: balance; text-autospace: normal; line-break: strict; }
footer { display: flex; align-items: center; gap: 20px; padding-top: 32px; border-top: 2px solid #2b323b; font-size: 28px; }
footer b { font-size: 34px; }
footer span { margin-left: auto; color: #a0a9b4; }
svg { width: 72px; height: 54px; overflow: visible; }
path { fill: none; stroke: #e1e5ea; stroke-width: 2.25; stroke-linecap: round; stroke-linejoin: round; }
circle { fill: #e1e5ea; }
.signal { fill: #6fc8dc; }`;
