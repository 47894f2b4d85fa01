// From pkg/build/*.wasm, which `cargo xtask package` compiles, to pkg/dist, which is published.

import { execFileSync } from "node:child_process";
import { cpSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { buildSync, transformSync } from "esbuild";

const pkg = fileURLToPath(new URL("..", import.meta.url));
const root = join(pkg, "..");
const [build, dist] = [join(pkg, "build"), join(pkg, "dist")];
const run = (tool, ...words) =>
  execFileSync(process.execPath, [join(pkg, "node_modules", ...tool), ...words], { stdio: ["ignore", "inherit", "inherit"], cwd: pkg });
/** What of dist/store the entries need. */
const KEPT = ["api", "calls", "client", "line", "line-node", "listing", "messages", "names", "stop", "worker"];
const binaryen = (tool, ...words) => run(["binaryen", "bin", tool], ...words);

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "generated"), { recursive: true });

for (const name of ["core", "core.later", "rows", "store", "store.later"]) {
  const wasm = join(dist, `${name}.wasm`);
  // No feature flags: wasm-opt reads the features from the module itself, and modules optimised
  // with `--all-features` did not load.
  // For speed: the compiler has made it small already, and this makes it a quarter faster for a hundredth more. Large
  // functions that are called in one place only stay what they are: that packs better. The store is so large that its
  // size counts more.
  const aims = name.startsWith("store") ? ["-Oz"] : ["-O3", "--one-caller-inline-max-function-size", "200"];
  // Nothing stands below the stack's end: addresses near zero need not be told from wrapped ones.
  binaryen("wasm-opt", join(build, `${name}.wasm`), "--low-memory-unused", ...aims, "-o", wasm);
  // The module inside a script, packed: what every bundler and every browser takes without being told how.
  const packed = gzipSync(readFileSync(wasm), { level: 9 }).toString("base64");
  writeFileSync(join(dist, "generated", `${name}.js`), `export default "${packed}";\n`);
}
script("core");

// The whole module as plain script, for pages whose policy forbids WebAssembly.
function script(name) {
  const [lowered, translated] = [join(build, `${name}.lowered.wasm`), join(build, `${name}.csp.mjs`)];
  const lowerings = ["--signext-lowering", "--llvm-nontrapping-fptoint-lowering", "--llvm-memory-copy-fill-lowering"];
  binaryen("wasm-opt", join(build, `${name}.whole.wasm`), "-O3", ...lowerings, "-o", lowered);
  binaryen("wasm2js", lowered, "-Oz", "-o", translated);
  const { code } = transformSync(readFileSync(translated, "utf8"), { minify: true, format: "esm", target: "es2022" });
  writeFileSync(join(dist, "generated", `${name}.csp.js`), code);
}

// Declarations are input to the compiler and not its output.
copyFileSync(join(root, "schemas", "airbyte.d.ts"), join(pkg, "src", "airbyte.d.ts"));
run(["typescript", "bin", "tsc"], "--project", "tsconfig.json");
copyFileSync(join(pkg, "src", "airbyte.d.ts"), join(dist, "airbyte.d.ts"));
workers();
mkdirSync(join(dist, "schemas"));
for (const file of readdirSync(join(root, "schemas")).filter((file) => file.endsWith(".json")))
  cpSync(join(root, "schemas", file), join(dist, "schemas", file));
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, licence), join(pkg, licence));

// The workers of the store, each a script of its own: whoever takes along one file has all of it. What they are made of
// serves nobody else.
function workers() {
  const store = join(dist, "store");
  copyFileSync(join(build, "store.js"), join(dist, "generated", "store.glue.js"));
  const bundle = (name, platform) =>
    buildSync({
      entryPoints: [join(store, `${name}.js`)],
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      platform,
      write: false,
      // The glue would look for its module beside itself, but is given it.
      define: platform === "browser" ? { "import.meta.url": '""' } : {},
    }).outputFiles[0].text;
  const [browser, node] = [bundle("worker", "browser"), bundle("worker-node", "node")];
  for (const file of readdirSync(store)) if (!KEPT.some((kept) => file.startsWith(`${kept}.`))) rmSync(join(store, file));
  rmSync(join(dist, "generated", "store.glue.js"));
  writeFileSync(join(store, "worker.js"), browser);
  writeFileSync(join(store, "worker-node.js"), node);
  writeFileSync(join(dist, "generated", "store.worker.js"), `export default ${JSON.stringify(browser)};\n`);
}
