// How Vite builds the dashboard: Tailwind's classes, and for browsers that know `light-dark()` by themselves.
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [tailwindcss()],
  build: { target: ['chrome123', 'firefox121', 'safari17.5'], manifest: true },
});
