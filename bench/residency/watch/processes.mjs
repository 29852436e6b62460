// The processes that hold models, looked at ten times a second: how many there were, and how much memory they held together.
import { children, mapsFrom, residentOrGone } from '../../side-by-side/servers/proc.mjs';

const LOOK_MILLISECONDS = 100;

export class ProcessWatch {
  /** Most bytes seen at once. */
  mostBytes = 0;
  samples = 0;
  #holders = new Set();
  #serverPid;
  #folder;
  #timer;

  /** @param {string} folder  Of the model files; a spare runner has none of them in memory. */
  constructor(serverPid, folder) {
    [this.#serverPid, this.#folder] = [serverPid, folder];
    this.#timer = setInterval(() => this.#look(), LOOK_MILLISECONDS);
  }

  /** Processes that ever held a model: one for each load. */
  get loads() {
    return this.#holders.size;
  }

  stop() {
    clearInterval(this.#timer);
  }

  #look() {
    let bytes = 0;
    for (const pid of children(this.#serverPid)) {
      if (!this.#holders.has(pid) && mapsFrom(pid, this.#folder)) this.#holders.add(pid);
      if (this.#holders.has(pid)) bytes += residentOrGone(pid);
    }
    this.samples++;
    this.mostBytes = Math.max(this.mostBytes, bytes);
  }
}
