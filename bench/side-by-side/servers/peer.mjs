// llama-server, alone with one model or as a router over a folder.
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { Client } from '../load/client.mjs';
import { ServerProcess, freePort } from './process.mjs';
import { children } from './proc.mjs';

const SLOTS = 8;
const CONTEXT = 8192;
const TRACE = 4;
const MEBIBYTE = 1024 * 1024;

export class Peer {
  name = 'llama-server';
  #process;
  #router;

  /** @param {{folder: string, threads: number}} settings */
  static async startWithModel(settings, path, embeddings, extra = []) {
    const common = ['-m', path, '-t', settings.threads, '-np', SLOTS];
    // an encoder takes a text in one piece, and each slot holds 512 tokens
    const rest = embeddings ? ['--embeddings', '-c', 512 * SLOTS, '-b', 512 * SLOTS, '-ub', 512 * SLOTS] : ['-c', CONTEXT];
    return Peer.#start(settings, [...common, ...rest, ...extra], false);
  }

  /**
   * Bytes that the engine prints for this file with the settings of `startWithModel`: `context` is KV cache, compute and output buffers,
   * `repacked` the weights held a second time in another order.
   */
  static async printedBuffers(settings, path, embeddings) {
    const peer = await Peer.startWithModel(settings, path, embeddings, ['-lv', TRACE]);
    await peer.stop();
    const bytes = wanted => peer.#process.lines.filter(wanted)
      .reduce((all, line) => all + Number(/buffer size\s*=\s*([\d.]+) MiB/.exec(line)?.[1] ?? 0) * MEBIBYTE, 0);
    return {
      context: bytes(line => !line.includes('model buffer')),
      repacked: bytes(line => line.includes('model buffer') && !line.includes('_Mapped')),
    };
  }

  static async startRouter(settings, modelsFolder, modelsAtOnce = 1) {
    const args = ['--models-dir', modelsFolder, '--models-max', modelsAtOnce, '-t', settings.threads, '-np', SLOTS, '-c', CONTEXT];
    return Peer.#start(settings, args, true);
  }

  static async #start(settings, args, router) {
    const program = join(settings.folder, 'llama-server');
    if (!existsSync(program)) throw new Error(`${program} is not there: run build-peer.sh, or name its folder with --peer`);
    const peer = new Peer();
    const port = await freePort();
    peer.#router = router;
    peer.#process = new ServerProcess(program, [...args, '--host', '127.0.0.1', '--port', port].map(String));
    peer.client = new Client(`http://127.0.0.1:${port}`);
    await peer.#process.ready(`http://127.0.0.1:${port}/health`);
    return peer;
  }

  /** What requests name the model. */
  modelName(file) {
    return file.replace(/\.gguf$/, '');
  }

  serverPid() {
    return this.#process.pid;
  }

  /** The process that computes. */
  async runnerPid() {
    return this.#router ? children(this.#process.pid)[0] : this.#process.pid;
  }

  async stop() {
    this.client.close();
    await this.#process.stop();
  }
}
