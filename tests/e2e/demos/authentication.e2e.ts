import type { Page } from 'playwright/test';
import { text } from '../../../src/lib/demos/authentication/text.ts';
import { text as shared } from '../../../src/lib/demos/text.ts';
import { expect, test } from '../lib/test.ts';
import { openDemo } from './demo.ts';

const seconds = 30;

async function openGuest(page: Page) {
	const demo = await openDemo(page, 'authentication');
	const state = demo.getByRole('status').first();
	await expect(state).toHaveText(shared.states.open);
	const valueOf = (name: string) => demo.locator(`dl div:has(dt:text-is("${name}")) dd`);
	return {
		state,
		session: valueOf(text.session),
		user: valueOf(text.user),
		statusLine: demo.locator('.status-line'),
		log: demo.getByRole('log', { name: text.log }),
		button: (name: string) => demo.getByRole('button', { name, exact: true })
	};
}

test('A4: a ticket attaches the session to a guest’s connection, once', async ({ page }) => {
	const { state, session, user, statusLine, log, button } = await openGuest(page);
	await expect(user).toHaveText(/^guest-/);
	await expect(button(text.authenticate)).toHaveAttribute('aria-disabled', 'true');

	await button(text.signIn(seconds)).click();
	await expect(session).toContainText(text.name);
	await expect(statusLine).toHaveText(text.signedIn);
	await expect(user).toHaveText(/^guest-/);

	await button(text.authenticate).click();
	await expect(user).toHaveText(text.name);
	await expect(log).toContainText(/200 \{"ticket":"[\w-]{22}","expiresIn":30\}/);

	await button(text.usedTicket).click();
	await expect(statusLine).toHaveText(text.closed(4401, 'unauthorised'));
	await expect(state).toHaveText(shared.states.closed);
	await expect(user).toHaveText(text.noUser);

	await button(text.connect).click();
	await expect(state).toHaveText(shared.states.open);
	// The browser sends the cookie with the handshake.
	await expect(user).toHaveText(text.name);
	await button(text.signOut).click();
	await expect(statusLine).toHaveText(text.closed(4401, 'unauthorised'));
	await expect(session).toHaveText(text.noSession);
});

test(
	'A3: with the keyboard alone a reader signs in, and the server closes the connection when the session expires',
	{ tag: '@waits' },
	async ({ page }) => {
		await page.emulateMedia({ reducedMotion: 'reduce' });
		const { state, session, user, statusLine, button } = await openGuest(page);
		await button(text.signIn(seconds)).focus();
		await page.keyboard.press('Enter');
		await expect(session).toContainText(text.name);
		await page.keyboard.press('Tab');
		await expect(button(text.authenticate)).toBeFocused();
		await page.keyboard.press('Enter');
		await expect(user).toHaveText(text.name);

		await expect(statusLine).toHaveText(text.expired(4401, 'token_expired'), { timeout: 40_000 });
		await expect(state).toHaveText(shared.states.closed);
		await expect(session).toHaveText(text.noSession);

		await button(text.connect).focus();
		await page.keyboard.press('Enter');
		await expect(state).toHaveText(shared.states.open);
		await expect(user).toHaveText(/^guest-/);
	}
);

test('requests without valid credentials are rejected with 401, and a forged ticket closes the connection', async ({
	page
}) => {
	const { state, user, statusLine, log, button } = await openGuest(page);
	for (const name of [text.noCredentials, text.forgedToken]) {
		await button(name).click();
		await expect(statusLine).toHaveText(text.rejected(401, 'unauthorised'));
		await expect(log.locator('.received').last()).toContainText('"code":"unauthorised"');
	}
	await expect(state).toHaveText(shared.states.open);

	await button(text.forgedTicket).click();
	await expect(statusLine).toHaveText(text.closed(4401, 'unauthorised'));
	await expect(state).toHaveText(shared.states.closed);
	await button(text.connect).click();
	await expect(user).toHaveText(/^guest-/);
});
