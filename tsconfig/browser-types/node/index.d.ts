// Takes the place of @types/node, which packages such as Vite refer to: in the browser there is no `process`.
export {};
