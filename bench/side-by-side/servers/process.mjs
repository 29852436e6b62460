// A server process: started, waited for, stopped.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const START_SECONDS = 120;
const STOP_SECONDS = 15;
const KEPT_LINES = 2000;

/** A loopback port that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export class ServerProcess {
  #child;
  #lines = [];
  #exited = false;

  constructor(command, args, environment = {}) {
    this.#child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.on('error', error => { this.#lines.push(String(error)); this.#exited = true; });
    this.#child.on('exit', () => { this.#exited = true; });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', text => {
        this.#lines.push(...text.split('\n'));
        this.#lines.splice(0, this.#lines.length - KEPT_LINES);
      });
    }
    live.add(this);
  }

  get pid() {
    return this.#child.pid;
  }

  /** The last of what it printed. */
  get lines() {
    return this.#lines;
  }

  /** Waits until `url` answers 200. */
  async ready(url) {
    const end = performance.now() + START_SECONDS * 1000;
    while (performance.now() < end) {
      if (this.#exited) throw new Error(`the server ended at its start:\n${this.#lines.slice(-15).join('\n')}`);
      const status = await fetch(url).then(response => response.status, () => 0);
      if (status === 200) return;
      await sleep(20);
    }
    throw new Error(`${url} did not answer within ${START_SECONDS} s:\n${this.#lines.slice(-15).join('\n')}`);
  }

  async stop() {
    live.delete(this);
    if (this.#exited) return;
    this.#child.kill('SIGTERM');
    const end = performance.now() + STOP_SECONDS * 1000;
    while (!this.#exited && performance.now() < end) await sleep(20);
    if (!this.#exited) this.#child.kill('SIGKILL');
  }
}

const live = new Set();

/** Stops whatever is still running, for the end of the program. */
export const stopAll = () => Promise.all([...live].map(server => server.stop()));
