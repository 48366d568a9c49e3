import { text } from './text.ts';

// HTML that is rendered at build time cannot know the time zone of its reader.
const zone = import.meta.env.SSR ? { timeZone: text.timeZone } : {};

const toSecond = new Intl.DateTimeFormat(text.locale, {
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	...zone
});

const toMillisecond = new Intl.DateTimeFormat(text.locale, {
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
	fractionalSecondDigits: 3,
	...zone
});

/** `12:34:56` on the reader's clock. `timestamp` is in ms since 1970. */
export function clock(timestamp: number): string {
	return toSecond.format(timestamp);
}

/** `12:34:56.789`, for events that are less than a second apart. */
export function preciseClock(timestamp: number): string {
	return toMillisecond.format(timestamp);
}

/** The value of a `datetime` attribute. */
export function machineTime(timestamp: number): string {
	return new Date(timestamp).toISOString();
}
