// MultiLLM's server, over a folder that holds links to the same files.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '../load/client.mjs';
import { requireOk } from '../load/generate.mjs';
import { children, cpuMilliseconds } from './proc.mjs';
import { ServerProcess, freePort } from './process.mjs';

// a spare runner that used no processor time for this long has warmed up
const CALM_MILLISECONDS = 500;
const SPARE_PATIENCE_MILLISECONDS = 15_000;

export class Ours {
  name = 'MultiLLM';
  #process;
  #home;
  #current;

  /** @param {{server: string, threads: number, environment: object}} settings */
  static async start(settings, paths, modelsAtOnce = 1) {
    if (!existsSync(settings.server)) throw new Error(`${settings.server} is not there: run ./multillm list once, or name it with --server`);
    const ours = new Ours();
    ours.#home = mkdtempSync(join(tmpdir(), 'multillm-bench-'));
    process.once('exit', () => rmSync(ours.#home, { recursive: true, force: true })); // where a signal ends the run
    mkdirSync(join(ours.#home, 'models'));
    for (const path of paths) symlinkSync(path, join(ours.#home, 'models', basename(path)));
    const port = await freePort();
    ours.#process = new ServerProcess('dotnet', [settings.server], {
      MULTILLM_HOME: ours.#home, PORT: String(port), MAX_CONCURRENT_MODELS: String(modelsAtOnce),
      MULTILLM__THREADS: String(settings.threads),
      MULTILLM__SLOTS: '8', MULTILLM__KVCELLS: '8192', MULTILLM__CONTEXTLENGTH: '1024', // as the peer's -np 8 -c 8192: 1024 for each slot
      ...settings.environment,
    });
    ours.client = new Client(`http://127.0.0.1:${port}`);
    await ours.#process.ready(`http://127.0.0.1:${port}/health/ready`);
    return ours;
  }

  modelName(file) {
    return file.replace(/\.gguf$/, '');
  }

  serverPid() {
    return this.#process.pid;
  }

  async load(model) {
    this.#current = model;
    requireOk([await this.client.post(`/models/${encodeURIComponent(model)}/load`, {})]);
  }

  /** Afterwards nothing is loaded and a spare runner waits. */
  async unload(model) {
    requireOk([await this.client.post(`/models/${encodeURIComponent(model)}/unload`, {})]);
    await this.spareReady();
  }

  /** Waits for a process beyond those of loaded models that has warmed up: its start is not part of a load. */
  async spareReady() {
    const [answer] = requireOk([await this.client.get('/models')]);
    const loaded = answer.body.models.filter(model => model.loaded).map(model => model.loaded.process_id);
    const spares = () => children(this.serverPid()).filter(pid => !loaded.includes(pid));
    for (const started = performance.now(); performance.now() - started < SPARE_PATIENCE_MILLISECONDS;) {
      const before = spares().map(cpuMilliseconds);
      await sleep(CALM_MILLISECONDS);
      const after = spares().map(cpuMilliseconds);
      if (before.length > 0 && before.length === after.length && before.every((used, i) => used > 0 && used === after[i])) return;
    }
    throw new Error('no spare runner became ready');
  }

  async runnerPid() {
    return (await this.#loaded()).process_id;
  }

  async requestsInFlight() {
    return (await this.#loaded()).requests_in_flight;
  }

  async contextBytes() {
    const loaded = await this.#loaded();
    return loaded.kv_bytes + loaded.compute_bytes;
  }

  /** Milliseconds that one 1-token answer took beyond what the runner says it worked. */
  async chatWithTimings(model, message) {
    const [answer] = requireOk([await this.client.post('/chat', { model_id: model, message, max_tokens: 1, temperature: 0 })]);
    const { queue_seconds: queue, prompt_seconds: prompt, decode_seconds: decode } = answer.body.timings;
    return answer.milliseconds - (queue + prompt + decode) * 1000;
  }

  async stop() {
    this.client.close();
    await this.#process.stop();
    rmSync(this.#home, { recursive: true, force: true });
  }

  async #loaded() {
    const [answer] = requireOk([await this.client.get(`/models/${encodeURIComponent(this.#current)}`)]);
    if (!answer.body.loaded) throw new Error(`${this.#current} is ${answer.body.state}, not loaded`);
    return answer.body.loaded;
  }
}
