/** Says what is missing before a hundred tests fail for want of it. */
export function setup(): void {
  if (process.env.MORTSAFE_CHROMIUM) return;
  throw new Error('set MORTSAFE_CHROMIUM to the browser to run, such as /usr/bin/chromium');
}
