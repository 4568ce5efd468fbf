// Keeps the page up to date: when something has changed, it reads itself again and takes over what is new.
const main = document.getElementById('main');
const live = document.getElementById('live');

async function refresh() {
  const response = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.getElementById('main');
  if (!fresh || fresh.innerHTML === main.dataset.shown) return;
  main.dataset.shown = fresh.innerHTML;
  for (const open of main.querySelectorAll('details[open]')) {
    const same = open.id && fresh.querySelector(`#${CSS.escape(open.id)}`);
    if (same) same.open = true;
  }
  main.replaceChildren(...fresh.childNodes);
  document.title = page.title;
}

let due = false;
async function refreshSoon() {
  if (due) return;
  due = true;
  // Leave a selection alone: somebody may be about to copy a command.
  while (String(getSelection()) !== '') await new Promise((resolve) => setTimeout(resolve, 1000));
  due = false;
  await refresh().catch(() => {});
}

const say = (text, state) => {
  live.textContent = text;
  live.className = `live ${state}`;
};

const stream = new EventSource('/api/v1/stream');
stream.addEventListener('open', () => {
  say('live', 'on');
  refreshSoon();
});
stream.addEventListener('changed', refreshSoon);
stream.addEventListener('error', () => say('connecting …', 'off'));
addEventListener('pagehide', () => stream.close());
