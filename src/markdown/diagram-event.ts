/** The event with which the browser reports, in development, a diagram that it cannot draw. */
export const diagramEvent = 'wirelab:diagram';

export interface DiagramFailure {
	hash: string;
	/** Mermaid's message. */
	reason: string;
}
