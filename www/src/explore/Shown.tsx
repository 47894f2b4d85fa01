import type { ReactNode } from "react";

import { Notice } from "../parts/Notice.js";
import { Waiting } from "../parts/Waiting.js";
import type { Asked } from "./asked.js";

/** An answer once it is there; until then that it is on its way, or why it will not come. */
export function Shown<Answer>({ asked, waiting = "Asking…", children }: { asked: Asked<Answer>; waiting?: string | undefined; children: (answer: Answer) => ReactNode }) {
  if (asked.failure !== undefined) return <Notice tone="bad">{asked.failure}</Notice>;
  if (asked.answer === undefined) return <Waiting>{waiting}</Waiting>;
  return <>{children(asked.answer)}</>;
}
