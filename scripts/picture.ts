import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

/** Takes the README's pictures from the demo itself, so that they cannot show what it does not. */
const folder = new URL('../docs/images/', import.meta.url).pathname;
const executablePath = process.env.MORTSAFE_CHROMIUM ?? '/usr/bin/chromium';
const wide = { width: 1_440, height: 900 };

const demo = spawn(process.execPath, ['apps/mortsafe/src/main.ts', 'demo'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const exited = once(demo, 'exit');
let page = '';
for await (const line of createInterface({ input: demo.stdout })) {
  page ||= /http:\/\/\S+\/\?token=\S+/.exec(line)?.[0] ?? '';
  const incident = /http:\/\/\S+\/incidents\/\S+/.exec(line)?.[0];
  if (!incident || page === '') continue;
  await takePictures(page, incident);
  break;
}
demo.kill('SIGINT');
await exited;

async function takePictures(entrance: string, incident: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const context = await browser.newContext({ viewport: wide, colorScheme: 'dark' });
  const tab = await context.newPage();
  await tab.goto(entrance);
  await tab
    .getByRole('link', { name: /is back/ })
    .first()
    .waitFor();
  await tab.screenshot({ path: `${folder}queue.png` });
  await tab.goto(incident);
  await tab.getByText('alive past its dead line').last().waitFor();
  await tab.screenshot({ path: `${folder}incident.png` });
  await tab.goto(new URL('/shielding', entrance).href);
  await tab.getByRole('heading', { name: 'Shielding' }).waitFor();
  // The graph comes to rest.
  await tab.waitForTimeout(1_500);
  await tab.screenshot({ path: `${folder}shielding.png` });
  await browser.close();
}
