// Where a person is, as the part of the address behind `#`: it is never sent to a server, and a link to it works from any
// folder. No value of a configuration ever stands in it.

import { useSyncExternalStore } from "react";

export interface Route {
  /** The way, decoded: `["configure", "examples", "orders"]`. */
  path: string[];
  /** What stands behind the question mark. */
  parameters: URLSearchParams;
}

export function readRoute(hash: string): Route {
  const [way = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { path: way.split("/").filter(Boolean).map(decoded), parameters: new URLSearchParams(query) };
}

/** The address of a way, for links. */
export function linkTo(path: readonly (string | number | bigint)[], parameters: Record<string, string | undefined> = {}): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = new URLSearchParams(given).toString();
  return `#/${path.map((part) => encodeURIComponent(String(part))).join("/")}${query && `?${query}`}`;
}

export function goTo(link: string, { replace = false } = {}): void {
  if (!replace) {
    location.hash = link;
    return;
  }
  history.replaceState(null, "", link);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

export function useRoute(): Route {
  return readRoute(useSyncExternalStore(listen, () => location.hash));
}

function listen(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
