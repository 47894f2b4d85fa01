// All connectors there are to choose from, and the ways to bring more.

import { type KeyboardEvent, startTransition, useDeferredValue, useEffect, useMemo, useState } from "react";

import { useTitle } from "../../app/Frame.js";
import { goTo, linkTo } from "../../app/route.js";
import { Icon } from "../../parts/Icon.js";
import { count } from "../../parts/words.js";
import { type Connector, EXAMPLES } from "../connectors.js";
import { close, type Collection } from "../registry/library.js";
import { BringMore } from "./BringMore.js";

type Kind = "all" | "source" | "destination";
const KINDS: { kind: Kind; title: string }[] = [
  { kind: "all", title: "All" },
  { kind: "source", title: "Sources" },
  { kind: "destination", title: "Destinations" },
];

export function Picker({ collections }: { collections: readonly Collection[] }) {
  useTitle("Configure a connector");
  const [sought, setSought] = useState("");
  const [kind, setKind] = useState<Kind>("all");
  const wanted = useDeferredValue(sought);
  const groups: Collection[] = [...collections, { name: "Examples", kept: false, connectors: EXAMPLES }];
  const openFirst = ({ key }: KeyboardEvent) => {
    const first = sought.trim() === "" ? undefined : groups.flatMap(({ connectors }) => matching(connectors, sought, kind).slice(0, 1))[0];
    if (key === "Enter" && first) goTo(linkTo(["configure", ...first.path]));
  };
  const total = groups.reduce((sum, { connectors }) => sum + connectors.length, 0);
  return (
    <div className="picker stack">
      <header className="picker-head">
        <h1>Configure a connector</h1>
        <p className="soft lead">Fill in its form and see what is wrong while you type, in the words and by the rules of the platform. Everything happens in this page.</p>
      </header>
      <BringMore />
      <div className="picker-bar">
        <label className="search">
          <span className="unseen">Search connectors</span>
          <Icon name="search" />
          <input className="input" type="search" placeholder={`Search ${count(total, "connector")}`} value={sought} onChange={(event) => setSought(event.target.value)} onKeyDown={openFirst} />
        </label>
        <div className="kinds" role="group" aria-label="Kind">
          {KINDS.map((one) => (
            <button key={one.kind} type="button" className="button small" aria-pressed={kind === one.kind} onClick={() => setKind(one.kind)}>
              {one.title}
            </button>
          ))}
        </div>
      </div>
      {groups.map((group) => (
        <Group key={group.name} group={group} wanted={wanted} kind={kind} />
      ))}
    </div>
  );
}

function Group({ group, wanted, kind }: { group: Collection; wanted: string; kind: Kind }) {
  const found = useMemo(() => matching(group.connectors, wanted, kind), [group, wanted, kind]);
  const isExamples = group.connectors === EXAMPLES;
  return (
    <section className="stack tight" aria-label={group.name}>
      <div className="spread">
        <h2>
          {group.name} <span className="badge">{found.length}</span> {group.kept && <span className="badge good">kept here</span>}
        </h2>
        {!isExamples && (
          <button type="button" className="button quiet small" onClick={() => void close(group.name)}>
            <Icon name="close" />
            Close<span className="unseen"> {group.name}</span>
          </button>
        )}
      </div>
      {found.length === 0 ? <p className="soft">None of them fits “{wanted}”.</p> : <List key={`${wanted} ${kind}`} connectors={found} />}
    </section>
  );
}

/** So many are drawn in one go: more than a screen shows, and quickly. The others follow. */
const AT_ONCE = 90;

function List({ connectors }: { connectors: readonly Connector[] }) {
  const [drawn, setDrawn] = useState(AT_ONCE);
  useEffect(() => {
    if (drawn >= connectors.length) return undefined;
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + AT_ONCE)));
    return () => clearTimeout(timer);
  }, [drawn, connectors]);
  return <ul className="connectors plain">{connectors.slice(0, drawn).map(toItem)}</ul>;
}

const toItem = (connector: Connector) => (
  <li key={connector.path.join("/")}>
    <a className="connector" href={linkTo(["configure", ...connector.path])}>
      <span className="connector-sign" aria-hidden="true">
        {connector.name.slice(0, 1)}
      </span>
      <span className="connector-name">
        {connector.name}
        <span className="soft small">
          {connector.kind}
          {connector.version && ` · ${connector.version}`}
        </span>
      </span>
    </a>
  </li>
);

function matching(connectors: readonly Connector[], wanted: string, kind: Kind): readonly Connector[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ name, repository }: Connector) => {
    const text = `${name} ${repository ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const found = connectors.filter((connector) => (kind === "all" || connector.kind === kind) && fits(connector));
  const ranks = new Map(found.map((connector) => [connector, rank(connector.name.toLowerCase(), words)]));
  return words.length === 0 ? found : found.toSorted((one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0));
}

/** What is called just so comes first; last what only its repository tells. */
function rank(name: string, words: readonly string[]): number {
  const all = words.join(" ");
  if (name === all) return 0;
  if (name.startsWith(all)) return 1;
  if (name.startsWith(words[0] ?? "") && words.every((word) => name.includes(word))) return 2;
  return words.every((word) => name.includes(word)) ? 3 : 4;
}
