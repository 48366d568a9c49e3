/** `my-name` as the name of a component: `MyName`. */
export function componentName(name: string): string {
	return name
		.split('-')
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1))
		.join('');
}
