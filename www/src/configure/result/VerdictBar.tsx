// The verdict, the time it took, and a summary whose lines lead to their fields.

import type { Finding, Mode } from "airbyte-db";
import { useState } from "react";

import { Icon } from "../../parts/Icon.js";
import { count } from "../../parts/words.js";
import { useChosen, useDraft } from "../draft.js";

const MODES: { mode: Mode; title: string }[] = [
  { mode: "raw", title: "with secrets" },
  { mode: "masked", title: "masked" },
  { mode: "stored", title: "as stored" },
];

export function VerdictBar() {
  const draft = useDraft();
  const verdict = useChosen((draft) => draft.verdict);
  const unreadable = useChosen((draft) => draft.unreadable);
  const mode = useChosen((draft) => draft.mode);
  const [open, setOpen] = useState(false);
  const toggle = () => {
    if (!open) draft.showAll();
    setOpen(!open);
  };
  return (
    <section className="verdict card" aria-label="Verdict">
      <div className="verdict-line">
        <div className="row" role="status">
          <VerdictBadge />
          <Took />
        </div>
        <div className="row">
          <label className="row small soft">
            Judged
            <select className="input short" value={mode} onChange={(event) => draft.judgeAs(event.target.value as Mode)}>
              {MODES.map(({ mode, title }) => (
                <option key={mode} value={mode}>
                  {title}
                </option>
              ))}
            </select>
          </label>
          {verdict.count > 0 && (
            <button type="button" className="button small" aria-expanded={open} onClick={toggle}>
              {open ? "Hide them" : "Show them"}
            </button>
          )}
        </div>
      </div>
      {unreadable && (
        <p className="verdict-unreadable">
          {unreadable.message} Until then the form shows the last text that could be read.
        </p>
      )}
      {open && verdict.count > 0 && <Summary findings={verdict.findings} more={verdict.count - verdict.findings.length} onLeave={() => narrow.matches && setOpen(false)} />}
    </section>
  );
}

function VerdictBadge() {
  const { valid, errors, count: all } = useChosen((draft) => draft.verdict);
  const unreadable = useChosen((draft) => draft.unreadable !== undefined);
  const hasShown = useChosen((draft) => draft.hasShown);
  if (unreadable) return <strong className="badge bad large">Not JSON</strong>;
  const warnings = all - errors > 0 ? `, ${count(all - errors, "warning")}` : "";
  if (valid)
    return (
      <strong className={warnings ? "badge warn large" : "badge good large"}>
        <Icon name="check" />
        Valid{warnings}
      </strong>
    );
  if (!hasShown) return <strong className="badge accent large">{count(errors, "thing")} still to fill in</strong>;
  return (
    <strong className="badge bad large">
      <Icon name="warn" />
      {count(errors, "problem")}
      {warnings}
    </strong>
  );
}

/** Browsers round their clocks, so what is too quick for them is said to be below that. */
function Took() {
  const took = useChosen((draft) => draft.milliseconds);
  return <span className="small soft">judged in {took < 0.1 ? "less than 0.1" : took.toFixed(1)} ms</span>;
}

/** There it would cover what it led to. */
const narrow = matchMedia("(max-width: 62rem)");

function Summary({ findings, more, onLeave }: { findings: readonly Finding[]; more: number; onLeave: () => void }) {
  const draft = useDraft();
  const go = (pointer: string, to?: "text") => {
    onLeave();
    draft.send(pointer, to);
  };
  return (
    <ul className="summary plain">
      {findings.map((finding) => (
        <li key={finding.code + finding.pointer + finding.schema_pointer}>
          <button type="button" className="summary-line" onClick={() => go(finding.pointer)}>
            <span className={`badge ${finding.severity === "error" ? "bad" : "warn"}`}>{finding.severity}</span>
            <span className="break">
              {finding.message} {finding.hint && <span className="soft">{finding.hint}</span>}
            </span>
            <code className="soft break">{finding.pointer || "the whole"}</code>
          </button>
          {finding.line !== undefined && (
            <button type="button" className="button quiet small" onClick={() => go(finding.pointer, "text")}>
              Line {finding.line}
            </button>
          )}
        </li>
      ))}
      {more > 0 && <li className="soft">and {more} more</li>}
    </ul>
  );
}
