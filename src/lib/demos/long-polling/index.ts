export { default } from './LongPolling.svelte';
