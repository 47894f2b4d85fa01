// What stands around every view: its name, the way to the others, light and dark.

import { type ReactNode, type RefObject, useEffect, useRef } from "react";

import { Icon } from "../parts/Icon.js";
import { linkTo, useRoute } from "./route.js";
import { chooseTheme, useTheme } from "./theme.js";

const VIEWS = [
  { name: "configure", title: "Configure" },
  { name: "explore", title: "Explore" },
] as const;

export function Frame({ view, children }: { view: string; children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  return (
    <>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className="bar">
        <div className="bar-inside">
          <a className="brand" href={linkTo(["configure"])} aria-label="airbyte-db, start">
            <Icon name="database" />
            <span>airbyte-db</span>
          </a>
          <nav className="views" aria-label="Views">
            {VIEWS.map(({ name, title }) => (
              <a key={name} href={linkTo([name])} aria-current={view === name ? "page" : undefined}>
                {title}
              </a>
            ))}
          </nav>
          <div className="bar-end">
            <span className="privacy">Nothing leaves this browser</span>
            <ThemeButton />
          </div>
        </div>
      </header>
      <main className="page" ref={main} tabIndex={-1}>
        {children}
      </main>
    </>
  );
}

/** A new view begins at its top, and where the link that led to it is gone, or goes when the view is there, the focus is in it. */
function useArrival(main: RefObject<HTMLElement | null>): void {
  const { path, parameters } = useRoute();
  const way = path.join("/");
  const arrived = useRef(way);
  useEffect(() => {
    if (arrived.current === way) return;
    arrived.current = way;
    if (!parameters.has("at")) scrollTo(0, 0);
    return main.current ? catchFocus(main.current) : undefined;
    // The way stands for its parameters, which are new ones each time.
  }, [way, main]);
}

/** Takes the focus once what had it is gone; no longer than until the person does something. */
function catchFocus(main: HTMLElement): () => void {
  const look = () => {
    if (document.activeElement !== document.body) return;
    main.focus({ preventScroll: true });
    ended.abort();
  };
  const watching = new MutationObserver(look);
  const ended = new AbortController();
  const { signal } = ended;
  signal.addEventListener("abort", () => watching.disconnect());
  watching.observe(main, { childList: true, subtree: true });
  for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => ended.abort(), { signal });
  look();
  return () => ended.abort();
}

function ThemeButton() {
  const other = useTheme() === "dark" ? "light" : "dark";
  return (
    <button type="button" className="button quiet icon" aria-label={`Show it ${other}`} title={`Show it ${other}`} onClick={() => chooseTheme(other)}>
      <Icon name={other === "dark" ? "moon" : "sun"} />
    </button>
  );
}

/** Says in the tab what is shown. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · airbyte-db`;
  }, [title]);
}
