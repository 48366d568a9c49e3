import { preview } from 'vite';

// `vite preview` of the application in the working directory, with its printed configuration.
const { PORT, HOST } = process.env;
await preview({ preview: { port: Number(PORT), host: HOST, strictPort: true } });
