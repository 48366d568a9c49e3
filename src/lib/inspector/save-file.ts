/** Some browsers read the blob only after the click has been handled. */
const revokeAfterMs = 60_000;

/** Offers `content` to the reader as a download. */
export function saveFile(name: string, content: BlobPart, type: string): void {
	const url = URL.createObjectURL(new Blob([content], { type }));
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), revokeAfterMs);
}
