// The one file of hash-wasm that is used has no types of its own: those of the package describe it.

declare module 'hash-wasm/dist/argon2.umd.min.js' {
  const hashwasm: Pick<typeof import('hash-wasm'), 'argon2id'>;
  export default hashwasm;
}
