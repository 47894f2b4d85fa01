import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

import { policy } from "./policy.js";

/** Only the built page: the development server adds scripts and styles of its own, which the policy forbids. */
const withPolicy: Plugin = {
  name: "content-security-policy",
  apply: "build",
  transformIndexHtml: () => [
    { tag: "meta", attrs: { "http-equiv": "Content-Security-Policy", content: policy }, injectTo: "head-prepend" },
  ],
};

export default defineConfig({
  // Relative, so that any folder of any server will do.
  base: "./",
  plugins: [react(), withPolicy],
  build: {
    target: "es2022",
    // Small pictures and fonts stay files: `data:` fonts are not in the policy.
    assetsInlineLimit: 0,
    // The helper that preloads modules would be an inline script.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: "es" },
  // The examples lie beside this folder and are bundled from there.
  server: { fs: { allow: [".."] } },
});
