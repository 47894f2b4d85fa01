// How a worker learns, in the middle of a statement, that nobody wants its answer any more. It hears no message then; but
// the address of a file in memory leads nowhere once its page has withdrawn it, and a worker may look whether it does
// without waiting for messages. A page whose policy lets nothing be read from `blob:` is heard after the statement.

/** What a client gives with a call: it is wanted for as long as the address leads somewhere. */
export interface Wanted {
  readonly address: string;
  withdraw(): void;
}

/** Nothing where nobody can look: outside of browsers. */
export function wanted(): Wanted | undefined {
  if (typeof XMLHttpRequest !== "function") return undefined;
  const address = URL.createObjectURL(new Blob(["wanted"]));
  return { address, withdraw: () => URL.revokeObjectURL(address) };
}

/** What goes on in the worker. */
export interface Watched {
  cancelled: boolean;
  /** Where it may look whether it is wanted. */
  readonly wanted?: string | undefined;
}

/** Milliseconds between two looks; more where a look takes long. */
const BETWEEN = 100;
/** A look may take this part of the time. */
const SHARE = 20;

let watched: Watched | undefined;
let next = 0;
let canLook: boolean | undefined;

/** From now on it is this that must stop. */
export function watch(work: Watched): void {
  watched = work;
  next = performance.now() + BETWEEN;
}

/** Whether what goes on must stop. It is asked very often, and looks rarely. */
export function mustStop(): boolean {
  // What writes is never stopped in the middle.
  if (watched?.wanted === undefined) return false;
  const now = performance.now();
  if (watched.cancelled || now < next) return watched.cancelled;
  watched.cancelled = canBeSeen() && !leads(watched.wanted);
  const after = performance.now();
  next = after + Math.max(BETWEEN, SHARE * (after - now));
  return watched.cancelled;
}

/** Whether looking tells anything here. A policy that forbids it is tried once, since each try is told in the console. */
function canBeSeen(): boolean {
  if (canLook === undefined) {
    const own = wanted();
    canLook = own !== undefined && leads(own.address);
    own?.withdraw();
  }
  return canLook;
}

function leads(address: string): boolean {
  const request = new XMLHttpRequest();
  try {
    request.open("GET", address, false);
    request.send();
    return true;
  } catch {
    return false;
  }
}
