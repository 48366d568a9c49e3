/** What the page says about a demonstration before its code is loaded. */
export interface DemoMeta {
	title: string;
	/** Room to reserve, so that nothing below moves when the demonstration appears. */
	size: 'small' | 'medium' | 'large';
}

/** What every demonstration is given. */
export interface DemoProps {
	/** `false` while far out of view: connections are let go, what was received stays. */
	active: boolean;
}
