export { default } from './Heartbeats.svelte';
