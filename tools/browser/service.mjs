// A service of its own for one run, with the starter models and an empty home folder.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SERVER = join(dirname(fileURLToPath(import.meta.url)), '../../.build/app/server/MultiLLM.Server.dll');
const PATIENCE_MILLISECONDS = 30_000;

export class Service {
  /** @param {Record<string, string>} environment  More variables. */
  static async start(environment = {}) {
    const service = new Service();
    service.home = mkdtempSync(join(tmpdir(), 'multillm-pages-'));
    service.url = `http://127.0.0.1:${await freePort()}`;
    service.process = spawn('dotnet', [SERVER], {
      stdio: 'ignore', env: { ...process.env, MULTILLM_HOME: service.home, PORT: new URL(service.url).port, ...environment },
    });
    process.once('exit', () => service.#kill());
    for (const begun = performance.now(); performance.now() - begun < PATIENCE_MILLISECONDS; await sleep(50)) {
      if (service.process.exitCode !== null) throw new Error(`${SERVER} ended with ${service.process.exitCode}: ./multillm --version builds it`);
      if (await fetch(`${service.url}/health/ready`).then(reply => reply.ok, () => false)) return service;
    }
    throw new Error('the service is not ready');
  }

  async post(path, body = {}) {
    const reply = await fetch(this.url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { status: reply.status, body: await reply.json() };
  }

  async stop() {
    const ended = new Promise(resolve => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.home, { recursive: true, force: true });
  }

  #kill() {
    this.process.kill('SIGKILL');
    rmSync(this.home, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
