// Long work in slices, so that the page stays responsive between them.

/** So long the page may stand still while nobody waits for the work: half of a picture. */
const SLICE = 8;
/** So long where people wait for it: less than they notice. A page that is drawn between takes longer to be readable. */
export const AWAITED = 70;

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

/**
 * Work that looks at the clock between its steps.
 * @param {number} [slice] milliseconds
 */
export function slices(slice = SLICE) {
  let began = performance.now();
  /** Waits if it is time. */
  return async () => {
    if (performance.now() - began < slice) return;
    await breathe();
    began = performance.now();
  };
}
