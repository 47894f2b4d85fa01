// Whether a pointer is held down. What appears when a field is left would move the button that is being pressed away from
// under the pointer, and the press would be lost; so it waits until the pointer is up.

let isDown = false;
const waiting: (() => void)[] = [];

addEventListener("pointerdown", () => (isDown = true), { capture: true });
for (const ended of ["pointerup", "pointercancel"] as const)
  addEventListener(
    ended,
    () => {
      isDown = false;
      // The click comes after it.
      setTimeout(() => waiting.splice(0).forEach((work) => work()));
    },
    { capture: true },
  );

export function oncePointerIsUp(work: () => void): void {
  if (isDown) waiting.push(work);
  else work();
}
