// A JSON document as a tree that opens where a person looks.

import { type ReactNode, useEffect, useRef, useState } from "react";

import { Icon } from "../../parts/Icon.js";
import { escaped } from "../../parts/jsonPointer.js";
import { count, moment } from "../../parts/words.js";

/** Of a long list or object so many members are shown at first. */
const AT_ONCE = 100;

interface TreeProps {
  value: unknown;
  name: string;
  /** Its pointer from the row. */
  pointer: string;
  /** The place that a link leads to: opened and marked. */
  sought: string | undefined;
  /** Values that are not shown. */
  hidden: ReadonlySet<string>;
  depth?: number;
}

export function Tree({ value, name, pointer, sought, hidden, depth = 0 }: TreeProps) {
  const isSought = sought === pointer;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSought) line.current?.scrollIntoView({ block: "center" });
  }, [isSought]);
  const className = isSought ? "tree-line sought" : "tree-line";
  if (typeof value !== "object" || value === null)
    return (
      <div className={className} ref={line}>
        <span className="tree-name">{name}</span>
        <Leaf value={value} name={name} isHidden={hidden.has(pointer)} />
      </div>
    );
  return <Branch value={value} name={name} pointer={pointer} sought={sought} hidden={hidden} depth={depth} className={className} line={line} />;
}

interface BranchProps extends TreeProps {
  value: object;
  className: string;
  line: React.RefObject<HTMLDivElement | null>;
}

function Branch({ value, name, pointer, sought, hidden, depth = 0, className, line }: BranchProps) {
  const leadsOn = sought !== undefined && `${sought}/`.startsWith(`${pointer}/`);
  const [open, setOpen] = useState(depth < 2 || leadsOn);
  const [shown, setShown] = useState(AT_ONCE);
  useEffect(() => {
    if (leadsOn) setOpen(true);
  }, [leadsOn]);
  const members = Object.entries(value);
  // What is to be marked or hidden by itself needs a line by itself.
  const isParted = (leadsOn && sought !== pointer) || [...hidden].some((place) => place.startsWith(`${pointer}/`));
  const brief = hidden.has(pointer) ? <Hidden /> : isParted ? undefined : briefly(value);
  if (brief)
    return (
      <div className={className} ref={line}>
        <span className="tree-name">{name}</span> {brief}
      </div>
    );
  return (
    <>
      <div className={className} ref={line}>
        <button type="button" className="tree-toggle" aria-expanded={open} onClick={() => setOpen(!open)} disabled={members.length === 0}>
          <Icon name={open ? "up" : "down"} />
          <span className="tree-name">{name}</span>
          <span className="soft small tree-size">{sizeOf(value)}</span>
        </button>
      </div>
      {open && members.length > 0 && (
        <ul className="tree plain">
          {members.slice(0, shown).map(([member, inside]) => (
            <li key={member}>
              <Tree value={inside} name={Array.isArray(value) && !isParted ? itemName(inside, member) : member} pointer={`${pointer}/${escaped(member)}`} sought={sought} hidden={hidden} depth={depth + 1} />
            </li>
          ))}
          {members.length > shown && (
            <li>
              <button type="button" className="link-button small" onClick={() => setShown(shown + AT_ONCE)}>
                {members.length - shown} more
              </button>
            </li>
          )}
        </ul>
      )}
    </>
  );
}

/** So many single values, and letters, a list may have to stand on one line. */
const FEW = 4;
const SHORT = 60;

/** What needs no branch of its own: a reference to a secret, a short list of single values, nothing at all. */
function briefly(value: object): ReactNode {
  const members: unknown[] = Object.values(value);
  if ("_secret" in value && members.length === 1 && typeof value._secret === "string")
    return (
      <span className="soft break">
        a reference to the secret <code>{value._secret}</code>
      </span>
    );
  if (members.length === 0) return <span className="soft">{Array.isArray(value) ? "an empty list" : "an empty object"}</span>;
  const isShort = members.length <= FEW && members.every((member) => typeof member !== "object" || member === null) && members.map(String).join("").length <= SHORT;
  if (!Array.isArray(value) || !isShort) return undefined;
  return members.map((member, at) => (
    <span key={at}>
      <Leaf value={member} isHidden={false} />
      {at < members.length - 1 && <span className="soft">,</span>}
    </span>
  ));
}

/** An item is called by its own name, where it has one: a stream by the stream's. */
function itemName(item: unknown, index: string): string {
  const { name, stream } = (item ?? {}) as { name?: unknown; stream?: { name?: unknown } };
  const known = name ?? stream?.name;
  return typeof known === "string" ? `${index} · ${known}` : index;
}

const sizeOf = (value: object): string => count(Object.keys(value).length, Array.isArray(value) ? "item" : "member");

const Hidden = () => (
  <span className="soft" role="img" aria-label="hidden secret">
    ••••••••
  </span>
);

/** The platform writes moments as milliseconds, in members that say so: from 2001 to 2286 those have thirteen digits. */
const isMoment = (name: string, value: number): boolean => /(timestamp|_at|Time)$/i.test(name) && value >= 1e12 && value < 1e13;

function Leaf({ value, name = "", isHidden }: { value: unknown; name?: string; isHidden: boolean }) {
  if (isHidden && value !== null) return <Hidden />;
  if (typeof value === "string") return <span className="leaf text break">“{value}”</span>;
  if (typeof value === "number" && isMoment(name, value))
    return (
      <span className="leaf number">
        {value} <span className="soft">{moment(new Date(value).toISOString())} UTC</span>
      </span>
    );
  return <span className={`leaf ${typeof value === "number" || typeof value === "bigint" ? "number" : "word"}`}>{String(value)}</span>;
}
