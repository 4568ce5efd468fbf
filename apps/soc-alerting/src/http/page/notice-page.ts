import { html } from 'hono/html';
import { layout, type Markup } from './layout.ts';

/** Something that is not an incident: not signed in, not there. */
export const noticePage = (text: string): Markup =>
  layout({
    title: 'mortsafe',
    live: false,
    main: html`<section class="card notice">
      <h1>${text}</h1>
      <p>Open the link that mortsafe printed when it started. It lets one browser in, once.</p>
    </section>`,
  });

/**
 * Steps from somebody else's site onto ours, without a script.
 *
 * @param path - Default: where it is.
 */
export const bouncePage = (path?: '/'): Markup => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>mortsafe</title><meta http-equiv="refresh" content="${path === undefined ? '0' : `0; url=${path}`}"></head>
<body></body></html>`;
