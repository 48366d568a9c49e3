/** The event with which a browser in development reports a diagram that cannot be drawn. */
export const diagramEvent = 'wirelab:diagram';

export interface DiagramFailure {
	hash: string;
	/** Mermaid's message. */
	reason: string;
}
