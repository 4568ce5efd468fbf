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

/** Steps from somebody else's site onto ours, without a script. */
export const bouncePage = (): Markup => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>mortsafe</title><meta http-equiv="refresh" content="0"></head>
<body></body></html>`;
