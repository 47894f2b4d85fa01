// The same configuration under another version of the connector: what an upgrade would break.

import { ConnectorSpec, type Finding } from "airbyte-db";
import { useEffect, useState } from "react";

import { FileDrop } from "../../parts/FileDrop.js";
import { Notice } from "../../parts/Notice.js";
import { count, told } from "../../parts/words.js";
import { type Connector, samePath } from "../connectors.js";
import { useChosen, useDraft } from "../draft.js";
import { FindingLine } from "../form/Labelled.js";
import { useCollections } from "../registry/library.js";
import { fromYaml, isYaml } from "../yaml.js";

interface Other {
  name: string;
  spec: ConnectorSpec;
}

export function Compare({ connector }: { connector: Connector }) {
  const [other, setOther] = useState<Other>();
  const [failure, setFailure] = useState<string>();
  const versions = useVersions(connector);
  const compile = async (name: string, text: () => Promise<string>) => {
    setFailure(undefined);
    try {
      setOther({ name, spec: await ConnectorSpec.load(await text()) });
    } catch (error) {
      setOther(undefined);
      setFailure(told(error));
    }
  };
  const read = async (file: File) => (isYaml(file.name) ? fromYaml(await file.text()) : file.text());
  return (
    <div className="stack">
      <p className="soft small">Take another version of this connector's spec, to see what it would say of this configuration.</p>
      {versions.length > 0 && (
        <ul className="plain buttons" aria-label="Versions that are open">
          {versions.map((version) => (
            <li key={version.path.join("/")}>
              <button type="button" className="button small" onClick={() => compile(labelOf(version), version.spec)}>
                {labelOf(version)}
              </button>
            </li>
          ))}
        </ul>
      )}
      <FileDrop label="Choose a spec" accept=".json,.yaml,.yml" onFiles={([file]) => file && void compile(file.name, () => read(file))}>
        <span className="soft small">or drop it here</span>
      </FileDrop>
      {failure && <Notice tone="bad">{failure}</Notice>}
      {other && <Differences other={other} />}
    </div>
  );
}

const labelOf = ({ path, version, name }: Connector): string => `${version ?? name} of ${path[1] ?? ""}`;

/** The same connector in any registry that is open. */
function useVersions(connector: Connector): Connector[] {
  const all = useCollections().flatMap(({ connectors }) => connectors);
  const isSame = (other: Connector) =>
    other.repository !== undefined && other.repository === connector.repository && !samePath(other.path, connector.path);
  return all.filter(isSame);
}

function Differences({ other }: { other: Other }) {
  const draft = useDraft();
  const mode = useChosen((draft) => draft.mode);
  const here = useChosen((draft) => draft.verdict);
  const text = useChosen((draft) => draft.text);
  const unreadable = useChosen((draft) => draft.unreadable !== undefined);
  const [said, setSaid] = useState<readonly Finding[]>();
  useEffect(() => {
    if (!unreadable) setSaid(other.spec.validate(text, { mode }).findings);
  }, [other, text, mode, unreadable]);
  if (!said) return null;
  const key = ({ code, pointer }: Finding) => `${code} ${pointer}`;
  const known = new Set(here.findings.map(key));
  const then = new Set(said.map(key));
  const broken = said.filter((finding) => !known.has(key(finding)));
  const mended = here.findings.filter((finding) => !then.has(key(finding)));
  const same = said.length - broken.length;
  return (
    <div className="stack" role="status">
      <h3>Under {other.name}</h3>
      {broken.length === 0 && mended.length === 0 && <Notice tone="good">It says the same{same > 0 ? `: ${count(same, "finding")}` : ": nothing is wrong"}.</Notice>}
      <Part title={`${count(broken.length, "new finding")}`} findings={broken} onJump={(pointer) => draft.send(pointer)} />
      <Part title={`${count(mended.length, "finding")} gone`} findings={mended} onJump={(pointer) => draft.send(pointer)} />
      {same > 0 && (broken.length > 0 || mended.length > 0) && <p className="soft small">{count(same, "finding")} in both.</p>}
    </div>
  );
}

function Part({ title, findings, onJump }: { title: string; findings: readonly Finding[]; onJump: (pointer: string) => void }) {
  if (findings.length === 0) return null;
  return (
    <div className="stack tight">
      <h4>{title}</h4>
      {findings.map((finding) => (
        <div key={finding.code + finding.pointer + finding.schema_pointer} className="field-findings">
          <FindingLine finding={finding} />
          <button type="button" className="link-button small" onClick={() => onJump(finding.pointer)}>
            <code className="break">{finding.pointer || "the whole"}</code>
          </button>
        </div>
      ))}
    </div>
  );
}
