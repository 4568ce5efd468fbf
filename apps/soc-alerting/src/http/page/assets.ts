import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');

/** The page's own files. There are no others: nothing is loaded from anywhere else. */
export const assets = [
  { path: '/style.css', type: 'text/css; charset=utf-8', body: read('style.css') },
  { path: '/live.js', type: 'text/javascript; charset=utf-8', body: read('live.js') },
  { path: '/icon.svg', type: 'image/svg+xml', body: read('icon.svg') },
];
