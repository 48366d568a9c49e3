interface Instance {
	id: string;
	ready: boolean;
	connections: number;
}

/** Cookieに書かれたインスタンスを優先し、使えなければ接続の最も少ないものを選ぶ */
export function pickInstance(cookie: string, instances: Instance[]): Instance | null {
	const ready = instances.filter((instance) => instance.ready);
	const known = /(?:^|;\s*)instance=([\w-]+)/.exec(cookie)?.[1];
	const same = ready.find((instance) => instance.id === known);
	if (same) return same;
	return ready.toSorted((a, b) => a.connections - b.connections)[0] ?? null;
}
