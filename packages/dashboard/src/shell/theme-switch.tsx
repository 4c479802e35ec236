// Lets a person choose between the system's theme, light and dark.
import { Monitor, Moon, Sun } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { keepTheme, readTheme, type Theme, themes } from './theme.ts';

const faces = {
  system: { label: 'As the system', Icon: Monitor },
  light: { label: 'Light', Icon: Sun },
  dark: { label: 'Dark', Icon: Moon },
} as const satisfies Record<Theme, unknown>;

export function ThemeSwitch(): ReactNode {
  const [chosen, setChosen] = useState(readTheme);
  return (
    <fieldset className="flex rounded-md border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((theme) => {
        const { label, Icon } = faces[theme];
        return (
          <label
            key={theme}
            title={label}
            className="flex h-7 w-8 cursor-pointer items-center justify-center rounded-sm text-quiet hover:text-ink has-checked:bg-hover has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              aria-label={label}
              checked={chosen === theme}
              onChange={() => {
                keepTheme(theme);
                setChosen(theme);
              }}
            />
            <Icon size={15} aria-hidden />
          </label>
        );
      })}
    </fieldset>
  );
}
