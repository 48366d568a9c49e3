export { default } from './Sse.svelte';
