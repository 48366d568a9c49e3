/** What the page knows about a demonstration before its code is loaded. */
export interface DemoMeta {
	title: string;
	/** The height to reserve, so that nothing below moves when the demonstration appears. */
	size: 'slim' | 'small' | 'wide' | 'tall' | 'medium' | 'large' | 'huge';
	/** `tool`: it helps the reader on the page itself and connects to nothing. */
	kind?: 'tool';
	/** Its connections can be recorded (tracing.ts), so the reader may open the inspector below it. */
	isTraced?: true;
	/** It can be printed: it shows all that it has while the page is printed. */
	isPrinted?: true;
}

/** Props of every demonstration. */
export interface DemoProps {
	/** `false` while far outside the viewport: connections are closed, received data stays. */
	active: boolean;
}
