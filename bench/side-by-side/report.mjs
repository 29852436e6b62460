// The table and the file that a run leaves.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem, release, arch, loadavg } from 'node:os';
import { join } from 'node:path';
import { median } from './load/statistics.mjs';

const show = value => (value === null || value === undefined ? '–' : value >= 100 ? value.toFixed(0) : value.toPrecision(3));

export class Report {
  #rows = [];
  #settings;

  constructor(settings) {
    this.#settings = settings;
  }

  /** @param {Record<string, number[]>} values  One list of rounds for each side. */
  add(row, model, values) {
    const ours = median(values.ours ?? []);
    const peer = median(values.peer ?? []);
    const goal = row.goal(model);
    this.#rows.push({
      id: row.id, title: row.title, model, unit: row.unit, ours, peer, ratio: ours !== null && peer ? ours / peer : null,
      goal: goal.text, met: ours === null ? null : goal.met(ours, peer), rounds: values,
    });
    return this.#rows.at(-1);
  }

  addFailure(row, model, error) {
    this.#rows.push({ id: row.id, title: row.title, model, unit: row.unit, goal: row.goal(model).text, met: false, error: error.message });
  }

  get failed() {
    return this.#rows.some(row => row.error);
  }

  markdown() {
    const head = ['| | model | MultiLLM | llama-server | ratio | goal | |', '|---|---|---:|---:|---:|---|---|'];
    return [...head, ...this.#rows.map(line)].join('\n');
  }

  write(folder) {
    return writeResults(folder, { settings: this.#settings, rows: this.#rows }, this.markdown());
  }
}

/** Writes DATE.json and DATE.md, with what the machine is; returns the path of the JSON. */
export function writeResults(folder, results, markdown) {
  mkdirSync(folder, { recursive: true });
  const date = new Date().toISOString();
  const machine = {
    cpu: cpus()[0]?.model, cores: cpus().length, memoryBytes: totalmem(), kernel: release(), arch: arch(), loadAverage: loadavg(), node: process.version,
  };
  const path = join(folder, `${date.slice(0, 19).replaceAll(':', '-')}.json`);
  writeFileSync(path, JSON.stringify({ date, machine, ...results }, null, 2));
  writeFileSync(path.replace(/json$/, 'md'), markdown + '\n');
  return path;
}

function line(row) {
  if (row.error) return `| ${row.title} | ${row.model} | failed: ${row.error.replaceAll('|', '/').split('\n')[0]} | | | ${row.goal} | |`;
  const value = side => (side === null ? '–' : `${show(side)} ${row.unit}`);
  const ratio = row.ratio === null ? '–' : `${row.ratio.toFixed(2)}x`;
  const met = row.met === null ? '' : row.met ? 'met' : 'missed';
  return `| ${row.title} | ${row.model} | ${value(row.ours)} | ${value(row.peer)} | ${ratio} | ${row.goal} | ${met} |`;
}
