import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A piece of page, with everything that agents wrote already escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface LayoutOptions {
  title: string;
  main: Markup;
  /** Whether the page keeps itself up to date. Default true. */
  live?: boolean;
}

export const layout = ({ title, main, live = true }: LayoutOptions): Markup => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · mortsafe</title>
    <link rel="icon" href="/icon.svg">
    <link rel="stylesheet" href="/style.css">
    ${live ? html`<script src="/live.js" defer></script><noscript><meta http-equiv="refresh" content="5"></noscript>` : ''}
  </head>
  <body>
    <header class="bar">
      <a class="brand" href="/"><img src="/icon.svg" alt="" width="22" height="22"> mortsafe</a>
      ${live ? html`<span class="live" id="live" role="status">connecting …</span>` : ''}
    </header>
    <main id="main">${main}</main>
  </body>
</html>`;
