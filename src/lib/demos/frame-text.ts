export { noScript, text } from './frame-text.ja.ts';
