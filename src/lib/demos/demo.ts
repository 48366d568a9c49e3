/** What the page knows about a demonstration before its code is loaded. */
export interface DemoMeta {
	title: string;
	/** The height to reserve, so that nothing below moves when the demonstration appears. */
	size: 'slim' | 'small' | 'wide' | 'tall' | 'medium' | 'large' | 'huge';
	/** `tool`: it helps the reader on the page itself and connects to nothing. */
	kind?: 'tool';
	/** Its connections can be recorded (tracing.ts): the inspector is below it. */
	isTraced?: true;
	/** It shows all its content while the page is printed. */
	isPrinted?: true;
}

/** Props of every demonstration. */
export interface DemoProps {
	/**
	 * Whether connections may be open; received data is kept. False far outside the viewport, after `pagehide`, and for
	 * a moment when a trace begins.
	 */
	active: boolean;
	/** Called when the reader’s own connection has begun. Set only if a picture of a recorded connection is shown until then. */
	onbegin?: (() => void) | undefined;
}
