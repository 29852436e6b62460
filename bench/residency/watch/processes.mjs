// The processes that hold models, looked at ten times a second: how many there were, and how much memory they held together.
import { children, holdsModel, residentBytes } from '../../side-by-side/servers/proc.mjs';

const LOOK_MILLISECONDS = 100;

export class ProcessWatch {
  /** Most bytes seen at once. */
  mostBytes = 0;
  samples = 0;
  #holders = new Set();
  #serverPid;
  #timer;

  constructor(serverPid) {
    this.#serverPid = serverPid;
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
      if (!this.#holders.has(pid) && holdsModel(pid)) this.#holders.add(pid);
      if (this.#holders.has(pid)) bytes += residentOrGone(pid);
    }
    this.samples++;
    this.mostBytes = Math.max(this.mostBytes, bytes);
  }
}

function residentOrGone(pid) {
  try {
    return residentBytes(pid);
  } catch {
    return 0;
  }
}
