// Nothing is open yet: the sample, a file, or what was kept.

import { useState } from "react";

import { useTitle } from "../app/Frame.js";
import { FileDrop } from "../parts/FileDrop.js";
import { Icon } from "../parts/Icon.js";
import { Notice } from "../parts/Notice.js";
import { ProgressBar } from "../parts/Waiting.js";
import { bytes, number, sentence } from "../parts/words.js";
import { keptTitle, openFiles, openSample, resume, type Session } from "./session.js";

const SAMPLES = [
  { title: "a small one: 12 connections, 600 jobs", plan: { connections: 12, jobs: 600 } },
  { title: "60 connections, 20 000 jobs", plan: { connections: 60, jobs: 20_000 } },
  { title: "200 connections, a million jobs (takes minutes)", plan: { connections: 200, jobs: 1_000_000 } },
];

export function Start({ session }: { session: Session }) {
  const [keep, setKeep] = useState(false);
  useTitle("Explore a deployment");
  if (session.is === "opening") return <Opening session={session} />;
  const kept = keptTitle();
  return (
    <div className="start stack">
      <header>
        <h1>Explore a deployment</h1>
        <p className="soft lead">Open a copy of both databases and look into it: what runs, what fails, what every row holds, what is wrong with it. It is read in this browser and sent nowhere.</p>
      </header>
      {session.is === "failed" && (
        <Notice tone="bad" title="That could not be opened">
          <p>{sentence(session.why)}</p>
          {session.remedy?.is === "clearing" && <p>“{kept}” is still kept, as it was. Both do not fit.</p>}
          {session.remedy && (
            <button type="button" className="button strong" onClick={() => void session.remedy?.go()}>
              {session.remedy.is === "keeping" ? "Open it and keep it in this browser" : `Delete “${kept}” and open this instead`}
            </button>
          )}
        </Notice>
      )}
      {kept !== undefined && (
        <Notice title={`“${kept}” is kept in this browser`}>
          <button type="button" className="button strong" onClick={() => void resume()}>
            Open it
          </button>
        </Notice>
      )}
      <section className="stack tight">
        <h2>A file</h2>
        <FileDrop label="Choose files" accept=".db,.sqlite,.sqlite3,.tgz,.gz,.jsonl,.ndjson" multiple onFiles={(files) => void openFiles(files, keep)}>
          <span className="soft small grow">An export (tar.gz, or its folder of JSON Lines), or a SQLite file; or drop it here.</span>
        </FileDrop>
      </section>
      <Sample keep={keep} />
      <label className="check">
        <input type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} />
        <span>
          Keep it in this browser
          <span className="soft small block">
            Otherwise it is gone when the page is closed. It can be deleted at any time.
            {keep && kept !== undefined && ` It takes the place of “${kept}”, once all of it is there.`}
          </span>
        </span>
      </label>
    </div>
  );
}

function Sample({ keep }: { keep: boolean }) {
  const [size, setSize] = useState(0);
  const [faults, setFaults] = useState(true);
  const chosen = SAMPLES[size] ?? SAMPLES[0];
  return (
    <section className="stack tight">
      <h2>A sample</h2>
      <div className="card card-body row">
        <label className="row">
          <span className="unseen">Size</span>
          <select className="input" value={size} onChange={(event) => setSize(Number(event.target.value))}>
            {SAMPLES.map(({ title }, index) => (
              <option key={title} value={index}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label className="check">
          <input type="checkbox" checked={faults} onChange={(event) => setFaults(event.target.checked)} />
          <span>with faults for the audit to find</span>
        </label>
        <button type="button" className="button strong" onClick={() => chosen && void openSample({ ...chosen.plan, faults }, "Sample", keep)}>
          Open the sample
          <Icon name="arrow" />
        </button>
      </div>
    </section>
  );
}

/** What goes on, for people; a table's name is its own. */
const STAGES: Record<string, string> = {
  Opening: "Opening",
  read: "Reading",
  import: "Taking it in",
  check: "Looking whether all of it is whole",
  jobs: "Making jobs",
};

function Opening({ session }: { session: Extract<Session, { is: "opening" }> }) {
  const { title, stage, progress, stop } = session;
  // Nobody can tell how far a check is.
  const known = stage === "check" ? undefined : progress;
  const said = (value: number) => (progress?.unit === "bytes" ? bytes(value) : number(value));
  return (
    <div className="start card card-body stack" role="status">
      <h1>Opening {title}</h1>
      <ProgressBar label={`Opening ${title}`} done={known?.done} of={known?.of} />
      <div className="spread">
        <span className="soft">
          {STAGES[stage] ?? stage}
          {known && ` · ${said(known.done)}${known.of === undefined ? "" : ` of ${said(known.of)}`}${known.unit === "rows" ? " rows" : ""}`}
        </span>
        <button type="button" className="button" onClick={stop}>
          Stop
        </button>
      </div>
    </div>
  );
}
