/** How often a property is tried: `count` times, and twenty times as often in a long run. */
export const runs = (count: number): number => count * (process.env.WIRELAB_LONG ? 20 : 1);
