export { default } from './QueryLive.svelte';
