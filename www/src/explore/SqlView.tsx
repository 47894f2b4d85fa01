import type { Answer } from "airbyte-db/store";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

import { useTitle } from "../app/Frame.js";
import { Notice } from "../parts/Notice.js";
import { Waiting } from "../parts/Waiting.js";
import { told } from "../parts/words.js";
import { AnswerTable } from "./AnswerTable.js";
import { useDeployment } from "./asked.js";

type State = { is: "idle" } | { is: "asking"; stop: () => void } | { is: "answered"; answer: Answer; milliseconds: number } | { is: "failed"; why: string };

/** More is not read at once: it would keep the page from answering to the person. */
const BYTES = 2 << 20;

/** It outlives the view, so that a person finds again what they wrote. */
let written = "select status, count(*) as jobs\nfrom jobs\ngroup by status\norder by jobs desc";

/** A box for SQL that only reads. */
export function SqlView() {
  useTitle("SQL");
  const { store } = useDeployment();
  const [state, setState] = useState<State>({ is: "idle" });
  const input = useRef<HTMLTextAreaElement>(null);
  const aborting = useRef<AbortController>(undefined);
  useEffect(() => () => aborting.current?.abort(), []);
  const ask = async () => {
    aborting.current?.abort();
    const mine = new AbortController();
    aborting.current = mine;
    setState({ is: "asking", stop: () => mine.abort() });
    const began = performance.now();
    try {
      const answer = await store.sql(written, { signal: mine.signal, bytes: BYTES });
      if (!mine.signal.aborted) setState({ is: "answered", answer, milliseconds: performance.now() - began });
    } catch (error) {
      setState(mine.signal.aborted ? { is: "idle" } : { is: "failed", why: told(error) });
    }
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void ask();
  };
  return (
    <div className="stack">
      <h1>SQL</h1>
      <label className="stack tight">
        <span className="soft small">One statement that only reads, in SQLite's words. Documents are JSON text: status -&gt;&gt; '$.member'.</span>
        <textarea ref={input} className="input mono" rows={7} spellCheck={false} defaultValue={written} aria-label="Statement" onInput={(event) => (written = event.currentTarget.value)} onKeyDown={keys} />
      </label>
      <div className="buttons">
        <button type="button" className="button strong" onClick={() => void ask()}>
          Run
        </button>
        <span className="soft small">or Ctrl+Enter</span>
        {state.is === "asking" && (
          <button type="button" className="button" onClick={state.stop}>
            Stop
          </button>
        )}
        {state.is === "answered" && <span className="soft small">{Math.round(state.milliseconds)} ms</span>}
      </div>
      {state.is === "asking" && <Waiting>Running…</Waiting>}
      {state.is === "failed" && <Notice tone="bad">{state.why}</Notice>}
      {state.is === "answered" && <AnswerTable answer={state.answer} name="statement" />}
    </div>
  );
}
