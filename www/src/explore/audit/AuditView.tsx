// What is wrong in the deployment: by kind, each finding leading to its row and member.

import type { AuditReport, FindingGroup, Found } from "airbyte-db/store";
import { useRef, useState } from "react";

import { useTitle } from "../../app/Frame.js";
import { Icon } from "../../parts/Icon.js";
import { Notice } from "../../parts/Notice.js";
import { ProgressBar } from "../../parts/Waiting.js";
import { saveFile } from "../../parts/saving.js";
import { count, moment, number } from "../../parts/words.js";
import { useDeployment } from "../asked.js";
import { rowLink } from "../links.js";
import { type Audit, run, useAudit } from "./running.js";

export function AuditView() {
  useTitle("Audit");
  const deployment = useDeployment();
  const audit = useAudit(deployment);
  const registry = useRef<HTMLInputElement>(null);
  return (
    <div className="stack">
      <header className="spread">
        <div>
          <h1>Audit</h1>
          <p className="soft small">Every row and document, and what rows are to each other.</p>
        </div>
        {audit.is !== "running" && (
          <div className="buttons">
            <button type="button" className="button" onClick={() => registry.current?.click()}>
              Against a registry…
            </button>
            <input
              ref={registry}
              className="unseen"
              type="file"
              accept=".json,.jsonl"
              aria-label="A registry to audit against"
              tabIndex={-1}
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file) void run(deployment, file);
                event.target.value = "";
              }}
            />
            <button type="button" className="button strong" onClick={() => void run(deployment)}>
              {audit.is === "done" ? "Audit it again" : "Audit it"}
            </button>
          </div>
        )}
      </header>
      <Outcome audit={audit} version={deployment.version} />
    </div>
  );
}

function Outcome({ audit, version }: { audit: Audit; version: number }) {
  switch (audit.is) {
    case "none":
      return (
        <div className="card empty">
          <h2>Not audited yet</h2>
          It looks for rows that refer to nothing, documents that are not what the platform reads, configurations that their connectors refuse, jobs that hang, and more.
        </div>
      );
    case "running":
      return <Running {...audit} />;
    case "failed":
      return (
        <Notice tone="bad" title="The audit came to a stop">
          {audit.why}
        </Notice>
      );
    case "done":
      return (
        <>
          {audit.version !== version && <Notice tone="warn">Rows have changed since. Audit it again to see what holds now.</Notice>}
          <Report report={audit.report} />
        </>
      );
  }
}

const Running = ({ progress, found, stop }: Extract<Audit, { is: "running" }>) => (
  <div className="card card-body stack" role="status">
    <ProgressBar label="Audit" done={progress?.done} of={progress?.of} />
    <div className="spread">
      <span className="soft">
        {progress ? `${progress.stage} · ${number(progress.done)}${progress.of === undefined ? "" : ` of ${number(progress.of)}`} rows` : "Beginning"}
        {found > 0 && ` · ${count(found, "finding")} so far`}
      </span>
      <button type="button" className="button" onClick={stop}>
        Stop
      </button>
    </div>
  </div>
);

function Report({ report }: { report: AuditReport }) {
  const { texts, asOf } = report;
  const name = `audit-${asOf.slice(0, 10)}`;
  return (
    <div className="stack">
      <div className="card card-body spread">
        <div role="status">
          <strong className={`badge large ${report.errors > 0 ? "bad" : report.count > 0 ? "warn" : "good"}`}>{report.count === 0 ? "Nothing is wrong" : count(report.count, "finding")}</strong>{" "}
          <span className="soft small">
            {count(report.errors, "error")}, {count(report.count - report.errors, "warning")} in {count(report.rows, "row")}, as of {moment(asOf)} UTC
          </span>
        </div>
        <div className="buttons">
          {texts.html !== undefined && <Save title="Page" name={`${name}.html`} text={texts.html} type="text/html" />}
          {texts.json !== undefined && <Save title="JSON" name={`${name}.jsonl`} text={texts.json} type="application/jsonl" />}
          {report.baseline !== undefined && <Save title="Baseline" name={`${name}-baseline.txt`} text={report.baseline} type="text/plain" />}
        </div>
      </div>
      {report.groups.map((group) => (
        <Group key={`${group.code} ${group.table}`} group={group} all={report.findings} />
      ))}
    </div>
  );
}

const Save = ({ title, name, text, type }: { title: string; name: string; text: string; type: string }) => (
  <button type="button" className="button small" onClick={() => saveFile(name, text, type)}>
    <Icon name="download" />
    {title}
  </button>
);

const AT_ONCE = 20;

/** Which step of a connector it is that breaks something. */
const Upgrade = ({ connector, from, to }: NonNullable<Found["upgrade"]>) => (
  <span className="soft small">
    {connector}: from {from} to {to ?? "what the registry has"}
  </span>
);

function Group({ group, all }: { group: FindingGroup; all: readonly Found[] }) {
  const [shown, setShown] = useState(3);
  const findings = shown <= group.first.length ? group.first : all.filter(({ code, table }) => code === group.code && table === group.table);
  return (
    <section className="card" aria-label={`${group.code} in ${group.table}`}>
      <header className="group-head">
        <h2>
          <code>{group.code}</code> in {group.table}
        </h2>
        <span className={`badge ${group.errors > 0 ? "bad" : "warn"}`}>{number(group.count)}</span>
      </header>
      <ul className="found plain">
        {findings.slice(0, shown).map((finding) => (
          <li key={`${finding.key} ${finding.pointer} ${finding.schema_pointer} ${finding.message}`}>
            <p className="break">
              {finding.message} {finding.hint && <span className="soft">{finding.hint}</span>}
            </p>
            <a className="small break" href={rowLink(finding.table, finding.key, finding.pointer || undefined)}>
              {finding.key}
              <span className="soft"> {finding.pointer}</span>
            </a>
            {finding.upgrade && <Upgrade {...finding.upgrade} />}
          </li>
        ))}
      </ul>
      {group.count > shown && (
        <button type="button" className="button quiet small" onClick={() => setShown(shown + AT_ONCE)}>
          Show more<span className="unseen"> of {group.code} in {group.table}</span>
        </button>
      )}
    </section>
  );
}
