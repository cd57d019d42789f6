// A code that the camera reads: what it sees is looked at on this device, and kept nowhere.

import { button, make } from './elements.js';
import { importByHash } from './hashed_import.js';

/** @import { Texts } from './texts.js' */

/** @typedef {typeof import('../qr/reading.js')} Reading */

/** Written into the bundle when it is made, as those of the lists of words are. */
const HASH = typeof SCAN_HASH === 'string' ? SCAN_HASH : '';

/** It looks so often, in milliseconds. */
const EVERY = 100;

/** The camera at the back of a phone, and more points than the least that it gives. */
const ASKED = { video: { facingMode: 'environment', width: { ideal: 1280 } } };

const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY));

/** Whether the browser may have a camera for this page: without TLS it has none. */
export const canScan = () => 'mediaDevices' in navigator;

/** Whether nobody sees what the camera sees: then it has no reason to run. @param {HTMLElement} video */
const isLeft = (video) => document.hidden || !video.isConnected || video.closest('details:not([open])') !== null;

export class Scanner {
  /** The running scan, to be ended. @type {AbortController | undefined} */
  #running;

  /**
   * @param {Texts} texts
   * @param {(text: string) => HTMLElement | undefined} take says what came of a code; nothing of one that is of another kind
   */
  constructor(texts, take) {
    this.texts = texts;
    this.take = take;
    this.press = button(texts.of('scan'));
    this.said = make('p', { class: 'small mute', role: 'status' });
    this.place = make('div', { class: 'stack sm' });
    this.element = make('div', { class: 'stack sm' }, make('div', { class: 'flex' }, this.press), this.said, this.place);
    this.press.addEventListener('click', () => {
      if (this.#running) this.#running.abort();
      else void this.#scan();
    });
  }

  /** Until there is a code, it is ended, or the page is left. */
  async #scan() {
    const running = new AbortController();
    this.#running = running;
    /** @type {MediaStream | undefined} */
    let stream;
    const stop = () => stream?.getTracks().forEach((track) => track.stop());
    running.signal.addEventListener('abort', stop);
    addEventListener('pagehide', () => running.abort(), { signal: running.signal });
    this.press.textContent = this.texts.of('scan-stop');
    this.said.textContent = this.texts.of('scan-hold');
    const video = make('video', { class: 'qr', playsinline: '', 'aria-hidden': 'true' });
    video.muted = true;
    this.place.replaceChildren(video);
    let end = '';
    try {
      /** @type {Reading} */
      const { textIn } = await importByHash('./scan.js', HASH);
      stream = await navigator.mediaDevices.getUserMedia(ASKED);
      video.srcObject = stream;
      if (!running.signal.aborted && !isLeft(video)) await video.play();
      const found = await this.#look(video, running.signal, textIn);
      if (found) this.place.append(found);
    } catch {
      end = running.signal.aborted ? '' : this.texts.of('scan-refused');
    } finally {
      running.abort();
      // It may have come after the end.
      stop();
      this.#running = undefined;
      video.remove();
      this.said.textContent = end;
      this.press.textContent = this.texts.of('scan');
    }
  }

  /**
   * @param {HTMLVideoElement} video
   * @param {AbortSignal} ending
   * @param {Reading['textIn']} textIn
   */
  async #look(video, ending, textIn) {
    const canvas = make('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    while (context && !ending.aborted && !isLeft(video)) {
      const { videoWidth: width, videoHeight: height } = video;
      if (width > 0 && height > 0) {
        Object.assign(canvas, { width, height });
        context.drawImage(video, 0, 0);
        const text = textIn(context.getImageData(0, 0, width, height));
        const found = text === undefined ? undefined : this.take(text);
        if (found) return found;
        if (text !== undefined) this.said.textContent = this.texts.of('scan-other');
      }
      await pause();
    }
    return undefined;
  }
}
