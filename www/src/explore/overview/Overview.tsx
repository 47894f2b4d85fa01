// What a deployment holds and how it is: counts, health, and four pictures, all from the named questions.

import type { Answer, Cell } from "airbyte-db/store";
import { useMemo } from "react";

import { useTitle } from "../../app/Frame.js";
import { linkTo } from "../../app/route.js";
import { bytes, compact, count, duration, moment, number } from "../../parts/words.js";
import { type Asked, useDeployment } from "../asked.js";
import { connectionLink, rowLink, tableLink } from "../links.js";
import { ALL, records, useQuestion, useStatus } from "../questions.js";
import { Shown } from "../Shown.js";
import { Weighty } from "../Weighty.js";
import { BarList } from "./BarList.js";
import { DayChart, type Series } from "./DayChart.js";

/** So many days are drawn: what was long ago says little of how it is. */
const DAYS = 60;
const MOST = 8;

export function Overview() {
  const { title, asOf } = useDeployment();
  // It takes longer than what is asked further in, which React asks first.
  const days = useQuestion("by-day", ALL);
  useTitle("Overview");
  return (
    <div className="stack">
      <header>
        <h1>{title}</h1>
        {asOf && <p className="soft small">As of {moment(asOf)} UTC, when its newest job was last changed.</p>}
      </header>
      <Counts />
      <div className="panels">
        <Days asked={days} />
        <Health />
        <section className="card card-body stack" aria-label="Rows moved">
          <Weighty question="moved" title="Rows moved, by connection">
            <Moved />
          </Weighty>
        </section>
        <section className="card card-body stack" aria-label="Failures">
          <Weighty question="failures" title="Failures, by reason">
            <Failures />
          </Weighty>
        </section>
      </div>
    </div>
  );
}

const asNumber = (cell: Cell | undefined): number => (cell === null || cell === undefined ? 0 : Number(cell));

function Counts() {
  const status = useStatus();
  const tiles = [
    { table: "workspace", title: "workspaces" },
    { table: "actor", title: "sources and destinations" },
    { table: "connection", title: "connections" },
    { table: "jobs", title: "jobs" },
    { table: "attempts", title: "attempts" },
  ] as const;
  return (
    <Shown asked={status}>
      {({ rows, bytes: size }) => (
        <ul className="tiles plain" aria-label="Rows">
          {tiles.map(({ table, title }) => (
            <li key={table} className="card">
              <a className="tile" href={table === "connection" ? linkTo(["explore", "connections"]) : tableLink(table)}>
                <strong>{number(rows.find((one) => one.table === table)?.rows ?? 0)}</strong>
                <span className="soft small">{title}</span>
              </a>
            </li>
          ))}
          <li className="card tile">
            <strong>{bytes(size)}</strong>
            <span className="soft small">in the store</span>
          </li>
        </ul>
      )}
    </Shown>
  );
}

function Days({ asked }: { asked: Asked<Answer> }) {
  return (
    <section className="card card-body wide" aria-label="Syncs by day">
      <Shown asked={asked}>{(answer) => (answer.rows.length === 0 ? <p className="soft">No sync was made yet.</p> : <DayCharts answer={answer} />)}</Shown>
    </section>
  );
}

function DayCharts({ answer }: { answer: Answer }) {
  const charts = useMemo(() => {
    const days = records(answer).toSorted((one, other) => (String(one["day"]) < String(other["day"]) ? -1 : 1)).slice(-DAYS);
    const all = (name: string) => days.map((day) => asNumber(day[name]));
    const maybe = (name: string) => days.map((day) => (day[name] === null ? null : Number(day[name])));
    const outcomes: Series[] = [
      { title: "succeeded", colour: "--chart-1", values: all("succeeded") },
      { title: "failed", colour: "--chart-2", values: all("failed") },
      { title: "cancelled", colour: "--chart-3", values: all("cancelled") },
      { title: "unfinished", colour: "--chart-4", values: all("unfinished") },
    ];
    const durations: Series[] = [
      { title: "median", colour: "--chart-1", values: maybe("median_seconds") },
      { title: "95 of 100", colour: "--chart-4", values: maybe("p95_seconds") },
    ];
    return { days: days.map((day) => String(day["day"])), outcomes, durations };
  }, [answer]);
  return (
    <div className="charts">
      <DayChart title="Syncs by day" days={charts.days} series={charts.outcomes} kind="bars" format={compact} />
      <DayChart title="How long they took" days={charts.days} series={charts.durations} kind="lines" format={rough} />
    </div>
  );
}

const rough = (seconds: number): string => (seconds >= 3600 ? `${(seconds / 3600).toFixed(1)} h` : seconds >= 60 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds)} s`);

function Health() {
  const failing = useQuestion("failing");
  const running = useQuestion("running");
  return (
    <section className="card card-body stack" aria-label="Health">
      <h2>Health</h2>
      <Shown asked={failing}>
        {(answer) => {
          const rows = records(answer);
          return (
            <div className="stack tight">
              <h3>
                <span className={`badge ${rows.length > 0 ? "bad" : "good"}`}>{rows.length}</span> {rows.length === 1 ? "connection fails" : "connections fail"}
              </h3>
              <ul className="plain stack tight">
                {rows.slice(0, MOST).map((row) => (
                  <li key={String(row["scope"])}>
                    <a href={connectionLink(String(row["scope"]))}>{String(row["connection"] ?? row["scope"])}</a>{" "}
                    <span className="soft small">
                      {count(asNumber(row["failed_in_a_row"]), "time")} in a row, since {moment(String(row["since"]))}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          );
        }}
      </Shown>
      <Shown asked={running}>
        {(answer) => {
          const rows = records(answer);
          const stale = rows.filter((row) => row["stale"] === true);
          return (
            <div className="stack tight">
              <h3>
                <span className="badge accent">{rows.length}</span> {rows.length === 1 ? "job is running" : "jobs are running"}{" "}
                {stale.length > 0 && <span className="badge warn">{stale.length} stale</span>}
              </h3>
              <ul className="plain stack tight">
                {rows.slice(0, MOST).map((row) => (
                  <li key={String(row["job_id"])}>
                    <a href={rowLink("jobs", String(row["job_id"]))}>Job {String(row["job_id"])}</a>{" "}
                    <span className="soft small">
                      {String(row["connection"] ?? "")}, silent for {duration(asNumber(row["silent_seconds"]))}
                    </span>
                  </li>
                ))}
              </ul>
            </div>
          );
        }}
      </Shown>
    </section>
  );
}

function Moved() {
  const asked = useQuestion("moved", ALL);
  return (
    <Shown asked={asked}>
      {(answer) => {
        const moved = "succeeded_records_emitted";
        const bars = records(largest(answer, moved)).map((row) => ({
          name: String(row["connection"] ?? row["scope"]),
          value: asNumber(row[moved]),
          link: connectionLink(String(row["scope"])),
          note: "",
        }));
        return <BarList title="Rows moved, by connection" bars={distinct(bars)} format={compact} empty="Nothing was moved yet." />;
      }}
    </Shown>
  );
}

/** The rows that have most in a column: there may be as many rows as jobs, where they name connections that are gone. */
function largest(answer: Answer, column: string): Answer {
  const at = answer.columns.findIndex(({ name }) => name === column);
  return { ...answer, rows: answer.rows.toSorted((one, other) => asNumber(other[at]) - asNumber(one[at])).slice(0, MOST) };
}

/** Names are not unique; the address is. */
const distinct = <One extends { name: string; note: string; link: string }>(bars: One[]): One[] =>
  bars.map((bar) => (bars.filter(({ name }) => name === bar.name).length > 1 ? { ...bar, note: decodeURIComponent(bar.link).slice(-6) } : bar));

function Failures() {
  const asked = useQuestion("failures", ALL);
  return (
    <Shown asked={asked}>
      {(answer) => {
        const bars = records(answer).map((row) => ({
          name: String(row["failure_origin"] ?? "unknown origin").replaceAll("_", " "),
          note: String(row["failure_type"] ?? "no type").replaceAll("_", " "),
          value: asNumber(row["failures"]),
        }));
        return <BarList title="Failures, by reason" bars={bars.slice(0, MOST)} format={compact} empty="Nothing has failed." />;
      }}
    </Shown>
  );
}
