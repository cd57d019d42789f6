// Long work in slices, so that the page stays responsive between them.

/** So long the page may stand still: half of a picture. */
const SLICE = 8;

/** Lets the page do what waits. */
const breathe = () =>
  new Promise((/** @type {(value: void) => void} */ resolve) => {
    const { port1, port2 } = new MessageChannel();
    // A timer would wait for four milliseconds, and in a hidden page for a second.
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

/** Work that looks at the clock between its steps. */
export function slices() {
  let began = performance.now();
  /** Waits if it is time. */
  return async () => {
    if (performance.now() - began < SLICE) return;
    await breathe();
    began = performance.now();
  };
}
