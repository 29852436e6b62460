// What a server and its runners hold, looked at every few seconds: memory, processes, open files, temporary files.
import { readdirSync } from 'node:fs';
import { median } from '../../side-by-side/load/statistics.mjs';
import { children, openFiles, residentBytes, residentOrGone } from '../../side-by-side/servers/proc.mjs';

const LOOK_MILLISECONDS = 2000;

export class StandingWatch {
  samples = [];
  #timer;

  /** @param {string} temporary  Folder that the server and its runners put temporary files into. */
  constructor(server, temporary) {
    const serverPid = server.serverPid();
    this.look = () => {
      const runners = children(serverPid);
      this.samples.push({
        at: performance.now(),
        serverBytes: residentBytes(serverPid),
        largestRunnerBytes: Math.max(0, ...runners.map(residentOrGone)),
        processes: runners.length,
        serverFiles: openFiles(serverPid) - server.client.connections, // those are the bench's own
        temporaryFiles: readdirSync(temporary).length,
      });
    };
    this.#timer = setInterval(this.look, LOOK_MILLISECONDS);
  }

  stop() {
    clearInterval(this.#timer);
  }

  /** Medians of a part of the samples, from one share of them to another. */
  between(from, to) {
    const part = this.samples.slice(Math.floor(this.samples.length * from), Math.ceil(this.samples.length * to));
    const names = Object.keys(part[0]).filter(name => name !== 'at');
    return Object.fromEntries(names.map(name => [name, median(part.map(sample => sample[name]))]));
  }
}
