import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = 'http://127.0.0.1:3000';

export default defineConfig({
  root: source('.'),
  base: '/',
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: [
      { find: /^@gatehouse\/contracts\/(.*)$/, replacement: source('../contracts/src/$1.ts') },
      {
        find: /^@gatehouse\/client\/solve-challenge$/,
        replacement: source('../client/src/solve-challenge.ts'),
      },
      { find: /^@gatehouse\/client$/, replacement: source('../client/src/client.ts') },
      // Radix locks scrolling through <style> tags, which the content security policy refuses.
      { find: /^react-style-singleton$/, replacement: source('./src/ui/style-singleton.ts') },
    ],
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Fonts and images as files: the policy allows data: for images only.
    assetsInlineLimit: 0,
    // The polyfill is an inline script in old browsers only, but it would be one.
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': server,
      '/health': server,
      '/.well-known': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
