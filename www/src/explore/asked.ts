// Questions of views to the store: asked when a view is drawn, again when rows change, and stopped when it goes.

import { createContext, useContext, useEffect, useState } from "react";

import type { Store } from "airbyte-db/store";

import { told } from "../parts/words.js";
import type { Deployment } from "./session.js";

export const DeploymentContext = createContext<Deployment | undefined>(undefined);

export function useDeployment(): Deployment {
  const deployment = useContext(DeploymentContext);
  if (!deployment) throw new Error("there is no deployment around this");
  return deployment;
}

export interface Asked<Answer> {
  answer?: Answer;
  failure?: string;
  /** Whether an answer is on its way; an older one may be there meanwhile. */
  isAsking: boolean;
}

type Ask<Answer> = (store: Store, signal: AbortSignal) => Promise<Answer>;

/** Asks the store. The key says what is asked: another key is another question. Nothing is asked for as long as nobody says how. */
export function useAsked<Answer>(key: string, ask: Ask<Answer> | undefined): Asked<Answer> {
  const { store, version } = useDeployment();
  const [asked, setAsked] = useState<{ key: string } & Asked<Answer>>({ key, isAsking: true });
  useEffect(() => {
    if (!ask) return undefined;
    const aborting = new AbortController();
    setAsked((before) => (before.key === key ? { ...before, isAsking: true } : { key, isAsking: true }));
    ask(store, aborting.signal).then(
      (answer) => !aborting.signal.aborted && setAsked({ key, answer, isAsking: false }),
      (error: unknown) => !aborting.signal.aborted && setAsked({ key, failure: told(error), isAsking: false }),
    );
    return () => aborting.abort();
    // The key stands for what is asked.
  }, [key, store, version, ask === undefined]);
  return asked.key === key ? asked : { isAsking: true };
}

/** As `useAsked`, of what takes long: the answer is remembered until rows change, whichever view asks. */
export function useAskedOnce<Answer>(key: string, ask: Ask<Answer> | undefined): Asked<Answer> {
  const { remembered } = useDeployment();
  const known = remembered.get(key) as Answer | undefined;
  const askOnce: Ask<Answer> | undefined =
    ask &&
    (async (store, signal) => {
      if (known !== undefined) return known;
      const answer = await ask(store, signal);
      remembered.set(key, answer);
      return answer;
    });
  const asked = useAsked(key, askOnce);
  return known === undefined ? asked : { answer: known, isAsking: false };
}
