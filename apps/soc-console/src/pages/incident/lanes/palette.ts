const names = [
  ...[
    'ink',
    'soft',
    'line',
    'strong-line',
    'accent',
    'critical',
    'good',
    'zombie',
    'agent',
    'platform',
    'control',
  ],
] as const;
export type Palette = Readonly<Record<(typeof names)[number], string>>;

/** The colours of the page as a canvas takes them: those of the theme that is shown now. */
export function readPalette(within: Element): Palette {
  const probe = document.createElement('i');
  within.append(probe);
  const entries = names.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}

/** Calls back when the theme changes; gives back what ends that. */
export function onThemeChange(run: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(run);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  dark.addEventListener('change', run);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', run);
  };
}
