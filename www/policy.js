// What the built page may do, as its own content-security policy: a meta tag of index.html, and what a server should send
// as a header, too. The tests serve the page under it.

const directives = {
  // Nothing that is not named below: no frames, no plug-ins, no media.
  "default-src": "'none'",
  // The page's own scripts, and the modules that they hold as WebAssembly. No inline script, no eval.
  "script-src": "'self' 'wasm-unsafe-eval'",
  // The stores and registries live in workers, which are scripts of the page.
  "worker-src": "'self'",
  "style-src": "'self'",
  "font-src": "'self'",
  // Pictures are drawn by the styles themselves.
  "img-src": "'self' data:",
  // A person may enter the address of a registry or a spec, which can be anywhere; so any encrypted address is open. Nothing
  // else is fetched, and the tests record every request to see to that. `blob:` are the page's own files in memory, by which
  // the worker of a store sees in the middle of a statement that it should stop.
  "connect-src": "'self' https: blob:",
  // The pieces that look like forms send nothing anywhere.
  "form-action": "'none'",
  "base-uri": "'none'",
};

export const policy = Object.entries(directives)
  .map((directive) => directive.join(" "))
  .join("; ");

/** For the header alone: a meta tag cannot say who may put the page into a frame. */
export const headerPolicy = `${policy}; frame-ancestors 'none'`;
