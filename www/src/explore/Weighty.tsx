// Questions that look at every attempt or document: in a large deployment they take a minute, in which the worker hears
// nobody. So they are asked only when a person wants them.

import { type ReactNode, useState } from "react";

import { compact } from "../parts/words.js";
import { useDeployment } from "./asked.js";
import { useIsKnown, useIsLarge } from "./questions.js";

const WEIGHTY: ReadonlySet<string> = new Set(["moved", "failures", "document-sizes"]);

interface WeightyProps {
  question: string;
  title?: string;
  /** What asks it. */
  children: ReactNode;
}

export function Weighty({ question, title, children }: WeightyProps) {
  const { jobs } = useDeployment();
  const isLarge = useIsLarge();
  const isKnown = useIsKnown(question);
  const [wanted, setWanted] = useState(false);
  if (isKnown || wanted || !isLarge || !WEIGHTY.has(question)) return children;
  return (
    <>
      {title && <h2>{title}</h2>}
      <p className="soft">This looks at all that about {compact(jobs)} jobs left. It takes a minute or so, in which nothing else is answered; who leaves this view stops it.</p>
      <button type="button" className="button fit" onClick={() => setWanted(true)}>
        Look at all of it
      </button>
    </>
  );
}
