"use client";

import { useState } from "react";
import { type Theme, themeCookie, themes } from "./theme";

const names: Record<Theme, string> = { system: "System", light: "Light", dark: "Dark" };

/** Chooses the theme; kept in a cookie for a year so that the server draws it right at once. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const choose = (next: Theme) => {
    setTheme(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in some supported browsers
    document.cookie = `${themeCookie}=${next}; path=/; max-age=31536000; samesite=lax`;
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  };
  return (
    <fieldset className="flex items-center gap-1 px-2.5 py-1.5">
      <legend className="sr-only">Theme</legend>
      <span aria-hidden="true" className="me-auto pe-3 text-s text-ink-2">
        Theme
      </span>
      {themes.map((option) => (
        <label
          key={option}
          className="rounded-s px-1.75 py-0.75 text-s text-ink-2 has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="theme"
            value={option}
            checked={theme === option}
            onChange={() => choose(option)}
            className="sr-only"
          />
          {names[option]}
        </label>
      ))}
    </fieldset>
  );
}
