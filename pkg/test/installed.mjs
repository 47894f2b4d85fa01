// The package as it is published: packed by `cargo xtask package`, and installed beside the consumers.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const pkg = fileURLToPath(new URL("..", import.meta.url));
export const consumers = join(pkg, "test", "consumers");
export const { version } = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8"));
export const tarball = join(pkg, `airbyte-db-${version}.tgz`);

/** Installs it, from nowhere but the tarball. */
export function install() {
  if (!existsSync(tarball)) throw new Error(`${tarball} is not there: run \`cargo xtask package\``);
  rmSync(join(consumers, "node_modules"), { recursive: true, force: true });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const words = ["install", "--no-save", "--no-package-lock", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=peer"];
  execFileSync(npm, [...words, tarball], { cwd: consumers, stdio: "pipe", shell: process.platform === "win32" });
}
