import './shortcuts.css';
import { keysKey, readStored, store } from '../enhance/store.ts';
import { words, type Shortcut } from './words.ts';

/** Lists the keys that the site reacts to. */
export function openShortcuts(): void {
	// The list opens neither a second time nor on top of another dialog.
	if (document.querySelector('dialog[open]')) return;
	const text = words(document.documentElement.lang);
	const dialog = document.createElement('dialog');
	dialog.className = 'shortcuts';
	dialog.setAttribute('aria-labelledby', 'shortcuts-title');

	const title = element('h2', text.title);
	title.id = 'shortcuts-title';
	const close = Object.assign(element('button', '✕'), {
		type: 'button',
		className: 'icon-button',
		title: text.close
	});
	close.setAttribute('aria-label', text.close);
	close.addEventListener('click', () => dialog.close());
	const head = element('div', title, close);
	head.className = 'shortcuts-head';

	const groups = text.groups.map((group) =>
		element('section', element('h3', group.title), element('dl', ...group.shortcuts.map(row)))
	);
	dialog.append(head, ...groups, characterChoice(text.characters));
	dialog.addEventListener('click', ({ target }) => {
		// Outside its content, the dialog itself is the target.
		if (target === dialog) dialog.close();
	});
	dialog.addEventListener('close', () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
}

function row({ keys, does }: Shortcut): HTMLElement {
	const names = keys.flatMap((key, i) => [i > 0 ? ' ' : '', element('kbd', key)]);
	return element('div', element('dt', ...names), element('dd', does));
}

/** Speech input can trigger shortcuts of one character by mistake, so they can be turned off (WCAG 2.2, 2.1.4). */
function characterChoice(label: string): HTMLElement {
	const box = Object.assign(element('input'), { type: 'checkbox' });
	box.checked = readStored(keysKey) !== 'off';
	box.addEventListener('change', () => store(keysKey, box.checked ? null : 'off'));
	return element('label', box, label);
}

function element<Name extends keyof HTMLElementTagNameMap>(
	name: Name,
	...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
	const created = document.createElement(name);
	created.append(...content);
	return created;
}
