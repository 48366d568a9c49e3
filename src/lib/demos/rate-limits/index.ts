export { default } from './RateLimits.svelte';
