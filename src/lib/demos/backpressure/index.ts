export { default } from './Backpressure.svelte';
