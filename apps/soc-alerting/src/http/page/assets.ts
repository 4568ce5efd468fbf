import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8');

/** In this order: the later ones have the last word. */
const styles = ['base.css', 'tables.css', 'incidents.css', 'story.css', 'timeline.css', 'phone.css'];

/** The page's own files. There are no others: nothing is loaded from anywhere else. */
export const assets = [
  { path: '/style.css', type: 'text/css; charset=utf-8', body: styles.map(read).join('\n') },
  { path: '/live.js', type: 'text/javascript; charset=utf-8', body: read('live.js') },
  { path: '/icon.svg', type: 'image/svg+xml', body: read('icon.svg') },
];
