import { useState } from 'react';

const KEPT = 'mortsafe.theme';
const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const kept = (): Theme => themes.find((theme) => theme === localStorage.getItem(KEPT)) ?? 'system';

/** Before anything is painted. */
export const applyKeptTheme = (): void => apply(kept());

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Light, dark, or as the system has it; this browser remembers. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(kept);
  const change = (to: Theme): void => {
    localStorage.setItem(KEPT, to);
    apply(to);
    setTheme(to);
  };
  return (
    <label className="theme only-wide">
      <span className="visually-hidden">Theme</span>
      <select
        className="select small"
        value={theme}
        onChange={({ target }) => change(themes.find((one) => one === target.value) ?? 'system')}
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {one === 'system' ? 'theme: system' : one}
          </option>
        ))}
      </select>
    </label>
  );
}
