import { normalize } from 'node:path';
import type { DevEnvironment, EnvironmentModuleNode, HotUpdateOptions } from 'vite';

/** Finds the modules that an edited file affects in development. All paths are absolute. */
export class HotUpdates {
	/** The pages that print or draw a file. */
	readonly #printedBy = new Map<string, Set<string>>();
	readonly #failed = new Set<string>();
	#hadFailed = false;

	/** Marks a page as failed until `compiled` is called. */
	compiling(page: string): void {
		this.#failed.add(page);
	}

	/** Whether the last compilation of a page failed or has not finished. */
	hasFailed(page: string): boolean {
		return this.#failed.has(page);
	}

	/** Marks a page as compiled without a mistake, and records the files that it prints or draws. */
	compiled(page: string, files: readonly string[]): void {
		this.#failed.delete(page);
		for (const file of files) {
			this.#printedBy.set(file, (this.#printedBy.get(file) ?? new Set()).add(page));
		}
	}

	/**
	 * Returns the modules to update in one environment, and reloads the browser if a page has to be
	 * compiled again. Vite calls the browser's environment first and the server's second, so both are up to
	 * date when the browser reloads. In the browser's environment Svelte's plugin updates the edited file's
	 * own modules, but it detects no change when the author reverts a mistake: in that case this method reloads
	 * the browser.
	 *
	 * @param lists ids of the modules that list all pages, if the file is a page
	 */
	update(
		{ file, modules, server }: HotUpdateOptions,
		{ config, moduleGraph }: DevEnvironment,
		lists: readonly string[]
	): EnvironmentModuleNode[] {
		const pages = [...(this.#printedBy.get(normalize(file)) ?? [])].flatMap((page) => [
			...(moduleGraph.getModulesByFile(page) ?? [])
		]);
		for (const page of pages) moduleGraph.invalidateModule(page);
		const affected = new Set(modules);
		for (const id of lists) {
			const list = moduleGraph.getModuleById(id);
			if (list) affected.add(list);
		}
		if (config.consumer === 'client') this.#hadFailed = this.#failed.has(file);
		else {
			for (const page of pages) affected.add(page);
			const reload = pages.length > 0 || this.#hadFailed;
			if (reload) server.environments.client.hot.send({ type: 'full-reload' });
		}
		return [...affected];
	}
}
