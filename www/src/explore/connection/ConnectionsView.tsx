import { useMemo, useState } from "react";

import { useTitle } from "../../app/Frame.js";
import { Icon } from "../../parts/Icon.js";
import { count, duration, moment } from "../../parts/words.js";
import { connectionLink } from "../links.js";
import { ALL, records, useIsLarge, useQuestion } from "../questions.js";
import { Shown } from "../Shown.js";

/** So many are listed; whoever has more looks for the one they mean. */
const MOST = 100;

/** The live connections, how their newest sync ended, and how they do. */
export function ConnectionsView() {
  useTitle("Connections");
  const [sought, setSought] = useState("");
  const last = useQuestion("last-syncs", ALL);
  const isLarge = useIsLarge();
  const [wanted, setWanted] = useState(false);
  // It looks at every job, and whoever goes on to a connection would wait for it.
  const rates = useQuestion("by-connection", ALL, !isLarge || wanted);
  const rateOf = useMemo(() => new Map(rates.answer ? records(rates.answer).map((row) => [row["scope"], row]) : []), [rates.answer]);
  return (
    <div className="stack">
      <h1>Connections</h1>
      <label className="search">
        <span className="unseen">Search connections</span>
        <Icon name="search" />
        <input className="input" type="search" placeholder="Search by name or id" value={sought} onChange={(event) => setSought(event.target.value)} />
      </label>
      {isLarge && !wanted && !rates.answer && (
        <p className="row soft small">
          Rates and durations take a while to count here.
          <button type="button" className="button small" onClick={() => setWanted(true)}>
            Count them
          </button>
        </p>
      )}
      <Shown asked={last}>
        {(answer) => {
          const words = sought.toLowerCase();
          const found = records(answer).filter((row) => `${String(row["connection"])} ${String(row["connection_id"])}`.toLowerCase().includes(words));
          if (found.length === 0) return <div className="card empty">{sought ? "None fits." : "There is no live connection."}</div>;
          return (
            <div className="table-frame card" tabIndex={0} role="region" aria-label="Connections">
              <table className="grid">
                <thead>
                  <tr>
                    <th scope="col">Connection</th>
                    <th scope="col">Newest sync</th>
                    <th scope="col">Made</th>
                    <th scope="col">Last succeeded</th>
                    <th scope="col" className="end">
                      Success rate
                    </th>
                    <th scope="col" className="end">
                      Median
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {found.slice(0, MOST).map((row) => {
                    const id = String(row["connection_id"]);
                    const rate = rateOf.get(id);
                    return (
                      <tr key={id}>
                        <th scope="row">
                          <a href={connectionLink(id)}>{String(row["connection"] ?? id)}</a>
                        </th>
                        <td>{row["outcome"] === null ? <span className="soft">none yet</span> : <Outcome status={String(row["outcome"])} />}</td>
                        <td>{row["created_at"] === null ? "–" : moment(String(row["created_at"]))}</td>
                        <td>{row["last_succeeded_at"] === null ? "never" : moment(String(row["last_succeeded_at"]))}</td>
                        <td className="end">{typeof rate?.["success_rate"] === "number" ? `${Math.round(rate["success_rate"] * 100)} %` : "–"}</td>
                        <td className="end">{typeof rate?.["median_seconds"] === "number" ? duration(rate["median_seconds"]) : "–"}</td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
              {found.length > MOST && (
                <p className="soft small table-end">
                  {MOST} of {count(found.length, "connection")}; search for the one you mean.
                </p>
              )}
            </div>
          );
        }}
      </Shown>
    </div>
  );
}

const TONES: Record<string, string> = { succeeded: "good", failed: "bad", incomplete: "warn", running: "accent", pending: "accent" };

export const Outcome = ({ status }: { status: string }) => <span className={`badge ${TONES[status] ?? ""}`}>{status}</span>;
