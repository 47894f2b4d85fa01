import type { ReactNode } from "react";

export const Waiting = ({ children }: { children: ReactNode }) => (
  <div className="waiting" role="status">
    {children}
  </div>
);

/** How far something long is; without an end where nobody knows it. */
export function ProgressBar({ label, done, of }: { label: string; done?: number | undefined; of?: number | undefined }) {
  const known = of !== undefined && of > 0 ? { max: of, value: Math.min(done ?? 0, of) } : {};
  return <progress className="progress" aria-label={label} {...known} />;
}
