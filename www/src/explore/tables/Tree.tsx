// A JSON document as a tree that opens where a person looks.

import { useEffect, useRef, useState } from "react";

import { Icon } from "../../parts/Icon.js";

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
        <Leaf value={value} isHidden={hidden.has(pointer)} />
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
  const size = Array.isArray(value) ? `[${members.length}]` : `{${members.length}}`;
  if (hidden.has(pointer))
    return (
      <div className={className} ref={line}>
        <span className="tree-name">{name}</span> <Hidden />
      </div>
    );
  return (
    <>
      <div className={className} ref={line}>
        <button type="button" className="tree-toggle" aria-expanded={open} onClick={() => setOpen(!open)} disabled={members.length === 0}>
          <Icon name={open ? "up" : "down"} />
          <span className="tree-name">{name}</span>
          <span className="soft small">{size}</span>
        </button>
      </div>
      {open && members.length > 0 && (
        <ul className="tree plain">
          {members.slice(0, shown).map(([member, inside]) => (
            <li key={member}>
              <Tree value={inside} name={member} pointer={`${pointer}/${member.replaceAll("~", "~0").replaceAll("/", "~1")}`} sought={sought} hidden={hidden} depth={depth + 1} />
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

const Hidden = () => (
  <span className="soft" role="img" aria-label="hidden secret">
    ••••••••
  </span>
);

function Leaf({ value, isHidden }: { value: unknown; isHidden: boolean }) {
  if (isHidden && value !== null) return <Hidden />;
  if (typeof value === "string") return <span className="leaf text break">“{value}”</span>;
  return <span className={`leaf ${typeof value === "number" || typeof value === "bigint" ? "number" : "word"}`}>{String(value)}</span>;
}
