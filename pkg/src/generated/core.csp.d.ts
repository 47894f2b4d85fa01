/** Made by scripts/build.mjs: the functions of the module. */
export {};
