export { default } from './Notifications.svelte';
