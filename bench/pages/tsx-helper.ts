/** Defines the helper that functions compiled by tsx call, for those that run in a page. */
export const tsxHelper = 'globalThis.__name = (value) => value';
