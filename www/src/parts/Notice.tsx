import type { ReactNode } from "react";

export type Tone = "plain" | "good" | "warn" | "bad";

/** Something a person should know, beside what they are doing. What went wrong is read out at once. */
export function Notice({ tone = "plain", title, children }: { tone?: Tone; title?: string; children?: ReactNode }) {
  return (
    <div className={`notice ${tone}`} role={tone === "bad" ? "alert" : undefined}>
      <div>
        {title && <h3>{title}</h3>}
        {children}
      </div>
    </div>
  );
}
