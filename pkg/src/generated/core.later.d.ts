/** Made by scripts/build.mjs: the module, packed. */
declare const packed: string;
export default packed;
