// The jobs of a connection, the newest first, with their attempts: how long each took and why it failed.

import type { Row } from "airbyte-db/store";
import { useState } from "react";

import { count, duration, moment } from "../../parts/words.js";
import { useAsked } from "../asked.js";
import { rowLink } from "../links.js";
import { Shown } from "../Shown.js";
import { Outcome } from "./ConnectionsView.js";

const LIMIT = 25;

type Job = Pick<Row<"jobs">, "id" | "config_type" | "status" | "created_at" | "updated_at">;
type Attempt = Pick<Row<"attempts">, "id" | "job_id" | "attempt_number" | "status" | "created_at" | "updated_at" | "ended_at" | "failure_summary">;

export function Timeline({ connection }: { connection: string }) {
  const [pages, setPages] = useState<(string | undefined)[]>([undefined]);
  const after = pages.at(-1);
  const asked = useAsked(`jobs ${connection} ${after ?? ""}`, async (store, signal) => {
    const page = await store.list("jobs", {
      signal,
      where: { scope: connection },
      order: { column: "id", descending: true },
      columns: ["id", "config_type", "status", "created_at", "updated_at"],
      limit: LIMIT,
      ...(after === undefined ? {} : { after }),
    });
    const attempts = await store.list("attempts", {
      signal,
      where: { job_id: { in: page.rows.map(({ id }) => id) } },
      columns: ["id", "job_id", "attempt_number", "status", "created_at", "updated_at", "ended_at", "failure_summary"],
      limit: 1000,
    });
    return { jobs: page.rows as Job[], next: page.next, attempts: attempts.rows as Attempt[] };
  });
  return (
    <section className="card card-body stack" aria-label="Jobs">
      <div className="spread">
        <h2>Jobs</h2>
        <div className="buttons">
          <button type="button" className="button small" disabled={pages.length === 1} onClick={() => setPages(pages.slice(0, -1))}>
            Newer
          </button>
          <button type="button" className="button small" disabled={asked.answer?.next === undefined} onClick={() => setPages([...pages, asked.answer?.next])}>
            Older
          </button>
        </div>
      </div>
      <Shown asked={asked}>
        {({ jobs, attempts }) => {
          if (jobs.length === 0) return <p className="soft">No job was made for it yet.</p>;
          const longest = Math.max(...jobs.map(seconds), 1);
          return (
            <ol className="timeline plain">
              {jobs.map((job) => (
                <JobLine key={String(job.id)} job={job} longest={longest} attempts={attempts.filter(({ job_id }) => String(job_id) === String(job.id))} />
              ))}
            </ol>
          );
        }}
      </Shown>
    </section>
  );
}

function seconds({ created_at, updated_at }: { created_at?: string | null; updated_at?: string | null }): number {
  return created_at && updated_at ? Math.max(0, (Date.parse(updated_at) - Date.parse(created_at)) / 1000) : 0;
}

function JobLine({ job, attempts, longest }: { job: Job; attempts: Attempt[]; longest: number }) {
  const ordered = attempts.toSorted((one, other) => (one.attempt_number ?? 0) - (other.attempt_number ?? 0));
  return (
    <li className="job">
      <div className="job-line">
        <span className="job-name">
          <a href={rowLink("jobs", job.id)}>Job {String(job.id)}</a> <span className="soft small">{job.config_type?.replaceAll("_", " ")}</span>
        </span>
        <Outcome status={job.status ?? "unknown"} />
        <span className="soft small">{job.created_at ? moment(job.created_at) : "–"}</span>
        <span className="small">
          {duration(seconds(job))}
          {ordered.length > 1 && <span className="soft">, {count(ordered.length, "attempt")}</span>}
        </span>
      </div>
      <div className="job-track" aria-hidden="true">
        {ordered.map((attempt) => (
          <span key={String(attempt.id)} className={`attempt ${attempt.status ?? ""}`} style={{ width: `${(100 * seconds({ ...attempt, updated_at: attempt.ended_at ?? attempt.updated_at ?? null })) / longest}%` }} />
        ))}
      </div>
      {ordered.flatMap((attempt) =>
        (attempt.failure_summary?.failures ?? []).map((failure, at) => (
          <p key={`${String(attempt.id)} ${at}`} className="job-failure small break">
            <a href={rowLink("attempts", attempt.id, "/failure_summary")}>Attempt {attempt.attempt_number}</a>
            {": "}
            {failure.externalMessage ?? failure.internalMessage ?? "it failed without a word"}{" "}
            <span className="soft">
              {[failure.failureOrigin, failure.failureType].filter(Boolean).join(", ").replaceAll("_", " ")}
            </span>
          </p>
        )),
      )}
    </li>
  );
}
