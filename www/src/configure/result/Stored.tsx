// As the database holds it: references in the place of secrets, which go to a table of their own.

import type { Secret } from "airbyte-db";
import { useMemo, useRef, useState } from "react";

import { Icon } from "../../parts/Icon.js";
import { saveFile } from "../../parts/saving.js";
import { count } from "../../parts/words.js";
import { useChosen, useDraft } from "../draft.js";
import { indented } from "../json/indented.js";
import { Failure, made, Text } from "./Text.js";

export function Stored({ name }: { name: string }) {
  const { spec } = useDraft();
  const text = useChosen((draft) => draft.text);
  const [workspace, setWorkspace] = useState(() => crypto.randomUUID() as string);
  // A secret keeps its coordinate while the page is open, as it would in the database.
  const previous = useRef<{ configuration: string; secrets: Secret[] }>(undefined);
  const split = useMemo(
    () =>
      made(() => {
        const before = previous.current;
        const options = before?.configuration.includes(workspace) ? { workspace, previous: before } : { workspace };
        previous.current = spec.split(text, options);
        return previous.current;
      }),
    [spec, text, workspace],
  );
  return (
    <div className="stack">
      <p className="soft small">As the database holds it: references in the place of secrets, which become rows of the table “secrets”.</p>
      <label className="stack tight small">
        Workspace
        <input className="input mono" value={workspace} onChange={(event) => setWorkspace(event.target.value.trim())} spellCheck={false} />
      </label>
      {"failure" in split ? (
        <Failure {...split} />
      ) : (
        <>
          <Text label="Stored configuration" text={indented(split.result.configuration)} file={`${name}-stored.json`} />
          <Rows name={name} secrets={split.result.secrets} />
        </>
      )}
    </div>
  );
}

/** Only what names the secrets is shown; the file has them. */
function Rows({ name, secrets }: { name: string; secrets: readonly Secret[] }) {
  const lines = () => secrets.map(({ coordinate, payload }) => `${JSON.stringify({ coordinate, payload })}\n`).join("");
  return (
    <div className="stack tight">
      <div className="spread">
        <h3>{count(secrets.length, "secret")}</h3>
        {secrets.length > 0 && (
          <button type="button" className="button small" onClick={() => saveFile(`${name}-secrets.jsonl`, lines(), "application/jsonl")}>
            <Icon name="download" />
            Download the secrets
          </button>
        )}
      </div>
      <ul className="plain small">
        {secrets.map(({ coordinate }) => (
          <li key={coordinate}>
            <code className="break">{coordinate}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
