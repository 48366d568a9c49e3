/** Runs per property: `count`, and twenty times as many in a long run. */
export const runs = (count: number): number => count * (process.env.WIRELAB_LONG ? 20 : 1);
