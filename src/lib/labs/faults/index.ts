export { default } from './Faults.svelte';
