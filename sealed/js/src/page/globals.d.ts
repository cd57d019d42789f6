// What `build.mjs` writes into the bundle.

declare const WORDS_HASH: string | undefined;
