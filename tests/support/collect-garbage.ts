import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// A test's process was started without the option.
setFlagsFromString('--expose-gc');

/** Runs Node's garbage collector. */
export const collectGarbage = runInNewContext('gc') as () => void;
