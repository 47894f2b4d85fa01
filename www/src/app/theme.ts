// Light or dark: as the system says, until a person says otherwise. What they said is kept in this browser.

import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEPT_AS = "airbyte-db.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function chosen(): Theme | undefined {
  try {
    const kept = localStorage.getItem(KEPT_AS);
    return kept === "light" || kept === "dark" ? kept : undefined;
  } catch {
    // Storage may be forbidden; then nothing is kept.
    return undefined;
  }
}

export const theme = (): Theme => chosen() ?? (system.matches ? "dark" : "light");

export function applyTheme(): void {
  document.documentElement.dataset["theme"] = theme();
  for (const listener of listeners) listener();
}

export function chooseTheme(wanted: Theme): void {
  try {
    if (wanted === (system.matches ? "dark" : "light")) localStorage.removeItem(KEPT_AS);
    else localStorage.setItem(KEPT_AS, wanted);
  } catch {
    document.documentElement.dataset["theme"] = wanted;
  }
  applyTheme();
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, theme);

system.addEventListener("change", applyTheme);
