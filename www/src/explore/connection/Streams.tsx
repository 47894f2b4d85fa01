import type { Row } from "airbyte-db/store";
import { useState } from "react";

import { count, moment } from "../../parts/words.js";
import { useAsked } from "../asked.js";
import { rowLink } from "../links.js";
import { Shown } from "../Shown.js";
import { Tree } from "../tables/Tree.js";

type State = Row<"state">;
const NOTHING: ReadonlySet<string> = new Set();
const AT_ONCE = 100;

/** The streams that a connection moves, how, and how far each is. */
export function Streams({ connection }: { connection: Row<"connection"> }) {
  const asked = useAsked(`states ${connection.id}`, async (store, signal) => {
    const { rows, keys } = await store.list("state", { where: { connection_id: connection.id }, limit: 1000, signal });
    return rows.map((row, at) => ({ row: row as State, key: keys[at] ?? row.id }));
  });
  const [shown, setShown] = useState(AT_ONCE);
  const streams = connection.catalog?.streams ?? [];
  return (
    <section className="card card-body stack" aria-label="Streams">
      <h2>{count(streams.length, "stream")}</h2>
      <Shown asked={asked}>
        {(states) => {
          const shared = states.filter(({ row }) => row.stream_name === undefined || row.stream_name === null);
          return (
            <>
              <div className="table-frame" tabIndex={0} role="region" aria-label="Streams and their states">
                <table className="grid">
                  <thead>
                    <tr>
                      <th scope="col">Stream</th>
                      <th scope="col">Read → written</th>
                      <th scope="col">Cursor</th>
                      <th scope="col">Primary key</th>
                      <th scope="col">State</th>
                    </tr>
                  </thead>
                  <tbody>
                    {streams.slice(0, shown).map(({ stream, sync_mode, destination_sync_mode, cursor_field, primary_key }, at) => (
                      <tr key={at}>
                        <th scope="row">
                          {stream.namespace && <span className="soft">{stream.namespace}.</span>}
                          {stream.name}
                        </th>
                        <td>
                          {sync_mode} → {destination_sync_mode ?? "append"}
                        </td>
                        <td>{cursor_field?.join(".") || "–"}</td>
                        <td>{primary_key?.map((way) => way.join(".")).join(", ") || "–"}</td>
                        <td>
                          <StateOf states={states.filter(({ row }) => row.stream_name === stream.name && (row.namespace ?? null) === (stream.namespace ?? null))} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {streams.length > shown && (
                <button type="button" className="button small" onClick={() => setShown(shown + AT_ONCE)}>
                  {streams.length - shown} more
                </button>
              )}
              {shared.map(({ row, key }) => (
                <div key={key} className="stack tight">
                  <h3>
                    State that all streams share{" "}
                    <a className="small" href={rowLink("state", key)}>
                      its row
                    </a>
                  </h3>
                  <Tree value={row.state} name={row.type ?? "state"} pointer="/state" sought={undefined} hidden={NOTHING} />
                </div>
              ))}
            </>
          );
        }}
      </Shown>
    </section>
  );
}

function StateOf({ states }: { states: { row: State; key: string }[] }) {
  if (states.length === 0) return <span className="soft">–</span>;
  return (
    <>
      {states.map(({ row, key }) => (
        <span key={key} className="block">
          <a href={rowLink("state", key, "/state")}>{brief(row.state)}</a> <span className="soft small">{moment(row.updated_at)}</span>
        </span>
      ))}
    </>
  );
}

function brief(state: unknown): string {
  const text = JSON.stringify(state, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ?? "NULL";
  return text.length > 44 ? `${text.slice(0, 42)}…` : text;
}
