import './resume.css';
import { words } from './words.ts';

/**
 * Offers a link to the heading where the reader stopped last time. The offer disappears when the reader follows it,
 * closes it, or scrolls by a screen.
 * @param link the heading's link in the table of contents
 */
export function offerToResume({ hash, textContent }: HTMLAnchorElement): void {
	const text = words(document.documentElement.lang);
	const offer = document.createElement('section');
	offer.className = 'resume';
	offer.setAttribute('aria-label', text.label);

	const link = Object.assign(document.createElement('a'), { href: hash });
	const label = Object.assign(document.createElement('span'), { textContent: text.resume });
	link.append(label, textContent);
	const dismiss = Object.assign(document.createElement('button'), {
		type: 'button',
		className: 'icon-button',
		textContent: '✕',
		title: text.dismiss
	});
	dismiss.setAttribute('aria-label', text.dismiss);
	offer.append(link, dismiss);

	const start = scrollY;
	const withdraw = () => {
		offer.remove();
		removeEventListener('scroll', watch);
	};
	const watch = () => {
		if (Math.abs(scrollY - start) > innerHeight) withdraw();
	};
	link.addEventListener('click', withdraw);
	dismiss.addEventListener('click', withdraw);
	addEventListener('scroll', watch, { passive: true });
	// First in the content, so that it is the first stop after the skip link.
	document.querySelector('main')?.prepend(offer);
}
