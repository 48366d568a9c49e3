import { afterEach, describe, expect, test } from 'vitest';
import { fieldTexts } from '../../src/lib/inspector/field-text.ts';
import { text as faults } from '../../src/lib/labs/faults/text.ts';
import { buttonText } from '../../src/lib/labs/live-diagram/button-text.ja.ts';
import kinds from '../../src/lib/labs/live-diagram/signals.json' with { type: 'json' };
import { text as diagram } from '../../src/lib/labs/live-diagram/text.ja.ts';
import { guide } from '../e2e/lib/pages.ts';
import type { BrowserPage } from '../support/browser-page.ts';
import { Demo } from './demo.ts';
import { Keyboard } from './keyboard.ts';

interface Place {
	page: BrowserPage;
	/** The origin of the proxy, which adds the recorder of problems to each page. */
	origin: string;
}

/** Uses the instruments with the keyboard alone. */
export function describeInstruments(place: () => Place): void {
	async function open(path: string): Promise<BrowserPage> {
		const { page, origin } = place();
		await page.resize(1280, 900);
		await page.goto(origin + path);
		return page;
	}

	describe('with the keyboard alone', () => {
		afterEach(async () => {
			expect(await place().page.evaluate('globalThis.problems')).toEqual([]);
			await place().page.goto('about:blank');
		});

		test('the laboratory of faults cuts the connections, and only the simple client loses messages', async () => {
			const page = await open('/labs/faults/');
			const lab = new Keyboard(page, '#demo-faults');
			await lab.begin();
			await lab.use(faults.startManual);
			const says = (text: string) =>
				`part.querySelector('.state').innerText.includes(${JSON.stringify(text)})`;
			await lab.expect(says(faults.phases.running));
			await lab.use(faults.faults.cut);
			const demo = new Demo(page, 'faults');
			await demo.expectAtLeast(() => demo.count(faults.counts.lost), 1);
			expect(await demo.count(faults.counts.lost, 1)).toBe(0);
			await lab.use(faults.stop);
			await lab.expect(says(faults.phases.stopped));
		});

		test('the wire inspector moves between records, fields and bytes', async () => {
			const lab = new Keyboard(await open('/labs/wire/'), '#demo-wire');
			const current = "part.querySelector('ol [aria-current]')";
			await lab.tabTo('ol [aria-current]');
			await lab.press('End');
			await lab.expect(
				`focused === ${current} && focused === [...part.querySelectorAll('ol button')].at(-1)`
			);
			await lab.press('Home');
			await lab.expect(`focused === ${current} && focused === part.querySelector('ol button')`);
			while (!(await lab.evaluate("focused.innerText.includes('GET /ws?room=')"))) {
				await lab.press('ArrowDown');
				await lab.expect(`focused === ${current}`);
			}

			const explains = (field: keyof typeof fieldTexts) =>
				`part.querySelector('.explanation').innerText.includes(${JSON.stringify(fieldTexts[field].explanation)})`;
			await lab.tabTo('[role=treeitem]');
			await lab.press('ArrowRight');
			await lab.expect(explains('http.request-line'));
			await lab.press('ArrowRight');
			await lab.expect(explains('http.method'));
			await lab.tabTo('[role=application]');
			// Past the method and the space, to the target.
			await lab.press('ArrowRight', 'GET '.length);
			await lab.expect(explains('http.target'));
		});

		test('a diagram of the guide highlights the arrows of the reader’s connection', async () => {
			const figure = `figure.diagram[data-signals="${kinds.websocket.join(' ')}"]`;
			const player = new Keyboard(await open(guide), `${figure} + *`);
			await player.begin();
			await player.use(buttonText.play);
			await player.use(diagram.send);
			for (const signal of ['welcome', 'message', 'ack']) {
				const step = kinds.websocket.indexOf(signal) + 1;
				await player.expect(
					`part.previousElementSibling.querySelector('[data-step="${step}"].lit') !== null`,
					signal
				);
			}
			await player.use(diagram.disconnect);
			const close = kinds.websocket.indexOf('close') + 1;
			await player.expect(
				`part.previousElementSibling.querySelector('[data-step="${close}"].lit') !== null`,
				'close'
			);
		});
	});
}
