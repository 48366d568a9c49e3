export { default } from './Delivery.svelte';
