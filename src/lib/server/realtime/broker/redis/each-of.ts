/** How many rooms are read or renewed at a time when all have to be. */
export const roomsAtOnce = 32;

/** Runs `action` for each item, `atOnce` at a time. Rejects with the first failure; the others go on until `atOnce` have failed. */
export async function eachOf<T>(
	items: readonly T[],
	atOnce: number,
	action: (item: T) => Promise<void>
): Promise<void> {
	const queue = items.values();
	const worker = async () => {
		for (const item of queue) await action(item);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
}
