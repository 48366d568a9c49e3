import type * as tap from '../../src/lib/server/realtime/tap/index.ts';
import type * as steps from '../../src/lib/server/realtime/tap/steps.ts';

/** Replaces the modules of the tap and of its steps with functions without effect: see without-tap.ts. */

const ignore = (): void => undefined;

export const Tap = class implements Pick<tap.Tap, keyof tap.Tap> {
	readonly request = ignore;
	readonly upgrade = ignore;
	readonly end = ignore;

	begin(): never {
		throw new Error('This server has no tap.');
	}
};

export const observeSteps = ignore;
export const ignoreSteps = ignore;
export const reportStep = ignore;
export const linkSubject = ignore;
export const reportPublishing = ignore;
export const reportFinished = ignore;
export const reportPassing = ignore;
export const serveRequest = ignore;
export const servedRequest = (): undefined => undefined;

const replacement = {
	observeSteps,
	ignoreSteps,
	reportStep,
	linkSubject,
	reportPublishing,
	reportFinished,
	reportPassing,
	serveRequest,
	servedRequest
};
replacement satisfies typeof steps;
