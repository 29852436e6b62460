#!/usr/bin/env node
// Writes src/MultiLLM.Runner/assets/warmup.gguf: the smallest model that takes every step of a generation. A spare runner runs it
// before it is needed, so that the first real answer finds compiled code.   node tools/warmup-model/make.mjs
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GgufFile } from '../../bench/side-by-side/models/gguf-file.mjs';
import { addLlama } from '../../bench/side-by-side/models/shapes.mjs';
import { addBytePairs } from '../../bench/side-by-side/models/vocabularies.mjs';

const shape = {
  context: 256, ropeBase: 10000, tied: true, addVocabulary: addBytePairs,
  layers: 1, width: 32, heads: 1, kvHeads: 1, feedForward: 32, vocabulary: 300,
};
const file = new GgufFile();
file.add('string', { 'general.architecture': 'llama', 'general.name': 'warmup' });
file.add('uint32', { 'general.file_type': 1 });
addLlama(file, shape);
file.save(join(dirname(fileURLToPath(import.meta.url)), '../../src/MultiLLM.Runner/assets/warmup.gguf'));
