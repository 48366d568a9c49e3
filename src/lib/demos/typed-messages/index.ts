export { default } from './TypedMessages.svelte';
