/** What the page says about a demonstration before its code is loaded. */
export interface DemoMeta {
	title: string;
	/** Room to reserve, so that nothing below moves when the demonstration appears. */
	size: 'slim' | 'small' | 'medium' | 'large';
	/** `tool`: it helps the reader on the page itself and connects to nothing. */
	kind?: 'tool';
}

/** What every demonstration is given. */
export interface DemoProps {
	/** `false` while far out of view: connections are let go, what was received stays. */
	active: boolean;
}
