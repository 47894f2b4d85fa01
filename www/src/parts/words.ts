// Numbers, sizes and times in words.

const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const tenth = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export const number = (value: number | bigint): string => whole.format(value);
export const compact = (value: number | bigint): string => short.format(value);

/** `1 row`, `2 rows`. */
export const count = (value: number | bigint, one: string, many = `${one}s`): string => `${number(value)} ${Number(value) === 1 ? one : many}`;

export function bytes(value: number | bigint): string {
  let left = Number(value);
  for (const unit of ["B", "KB", "MB", "GB"]) {
    if (left < 1024) return `${unit === "B" ? left : tenth.format(left)} ${unit}`;
    left /= 1024;
  }
  return `${tenth.format(left)} TB`;
}

export function duration(seconds: number): string {
  if (seconds < 60) return `${tenth.format(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.round((seconds % 86_400) / 3600)} h`;
}

/** A moment as the databases write it, shorter: to the second, in UTC. */
export const moment = (text: string): string => text.replace("T", " ").replace(/(\.\d+)?Z$/, "");

/** What went wrong, for people: every error of the package says it in a sentence. */
export const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Where it stands by itself. */
export const sentence = (told: string): string => `${told.charAt(0).toUpperCase()}${told.slice(1)}${/[.!?]$/.test(told) ? "" : "."}`;
