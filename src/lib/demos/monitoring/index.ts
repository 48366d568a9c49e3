export { default } from './Monitoring.svelte';
