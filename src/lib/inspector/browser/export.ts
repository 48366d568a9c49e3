import type { Item } from '../timeline.ts';

/** The steps in the browser as an exported file has them: times in ms since the trace began, on the server's clock. */
export function exportBrowser(items: readonly Item[]) {
	const steps = items.filter((item) => item.type === 'browser');
	const [first] = steps;
	if (!first) return {};
	return {
		browser: {
			/** The largest error of the times, ms. */
			uncertainty: first.uncertainty,
			steps: steps.map(({ t, step, connection, isUndecided }) => {
				const { api, action, name, bytes, target } = step;
				const request = connection?.number ?? null;
				return { t, connection: request, api, action, name, bytes, target, isUndecided };
			})
		}
	};
}
