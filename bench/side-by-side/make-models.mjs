#!/usr/bin/env node
// Writes the models that the bench measures: random weights in the shapes of real models, then quantised with the peer's llama-quantize.
// They never stop early and print valid text.   node make-models.mjs [--models FOLDER] [--peer FOLDER] [NAME ...]
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { GgufFile } from './models/gguf-file.mjs';
import { SHAPES, addBert, addLlama, measuredFile, sourceFile } from './models/shapes.mjs';
import { DEFAULT_MODELS, DEFAULT_PEER } from './paths.mjs';

const { values, positionals } = parseArgs({
  options: { models: { type: 'string', default: DEFAULT_MODELS }, peer: { type: 'string', default: DEFAULT_PEER } },
  allowPositionals: true,
});
const names = positionals.length ? positionals : Object.keys(SHAPES);
const unknown = names.filter(name => !SHAPES[name]);
if (unknown.length) {
  console.error(`no shape ${unknown.join(', ')}; there are ${Object.keys(SHAPES).join(', ')}`);
  process.exit(2);
}
mkdirSync(values.models, { recursive: true });
for (const name of names) make(SHAPES[name]);

function make(shape) {
  const source = join(values.models, sourceFile(shape));
  const target = join(values.models, measuredFile(shape));
  if (existsSync(target)) return report(target, 'is there');
  if (!existsSync(source)) {
    const file = new GgufFile();
    file.add('string', { 'general.architecture': shape.architecture, 'general.name': `${shape.file}-random` });
    file.add('uint32', { 'general.file_type': 1 });
    (shape.architecture === 'bert' ? addBert : addLlama)(file, shape);
    file.save(source);
    report(source, 'written');
  }
  if (!shape.quantization) return;
  const quantize = join(values.peer, 'llama-quantize');
  const { status, stderr, error } = spawnSync(quantize, [source, target, shape.quantization], { encoding: 'utf8' });
  if (status !== 0) {
    console.error(`${quantize} failed (run build-peer.sh first): ${error?.message ?? stderr?.trim().split('\n').at(-1)}`);
    process.exit(1);
  }
  report(target, 'quantised');
}

function report(path, what) {
  console.log(`${path} ${what}, ${(statSync(path).size / 1e6).toFixed(1)} MB`);
}
