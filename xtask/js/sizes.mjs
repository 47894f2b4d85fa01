// Prints what a file weighs, as it is and over the wire: {"raw": …, "gzip": …, "brotli": …}
import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const bytes = readFileSync(process.argv[2]);
const gzip = gzipSync(bytes, { level: 9 }).length;
const brotli = brotliCompressSync(bytes).length;
console.log(JSON.stringify({ raw: bytes.length, gzip, brotli }));
