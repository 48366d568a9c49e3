import { building } from '$app/environment';
import type { ServerInit } from '@sveltejs/kit';
import { realtime } from './realtime.server.ts';

/** SvelteKit のコードと server.js は別のモジュールなので、プロセスで共有する globalThis で渡す */
export const init: ServerInit = () => {
	if (!building) Object.assign(globalThis, { [Symbol.for('wirelab.example')]: realtime });
};
