/** Made by scripts/build.mjs: the text of the worker. */
declare const source: string;
export default source;
