// The shapes of well-known models. `quantization` is what the bench measures; null leaves F16.
import { addBytePairs, addSentencePieces, addWordPieces } from './vocabularies.mjs';

const LLAMA_DEFAULTS = { context: 2048, ropeBase: 10000, tied: true, addVocabulary: addSentencePieces };

export const SHAPES = {
  '15m': {
    architecture: 'llama', file: 'llama-15m', quantization: 'Q8_0', like: 'stories15M',
    ...LLAMA_DEFAULTS, layers: 6, width: 288, heads: 6, kvHeads: 6, feedForward: 768, vocabulary: 32000,
  },
  '135m': {
    architecture: 'llama', file: 'llama-135m', quantization: 'Q8_0', like: 'SmolLM2-135M',
    ...LLAMA_DEFAULTS, layers: 30, width: 576, heads: 9, kvHeads: 3, feedForward: 1536, vocabulary: 49152, context: 8192, ropeBase: 100000,
    addVocabulary: addBytePairs,
  },
  '1b': {
    architecture: 'llama', file: 'llama-1b', quantization: 'Q4_0', like: 'TinyLlama-1.1B',
    ...LLAMA_DEFAULTS, layers: 22, width: 2048, heads: 32, kvHeads: 4, feedForward: 5632, vocabulary: 32000, tied: false,
  },
  minilm: {
    architecture: 'bert', file: 'minilm-l6', quantization: null, like: 'all-MiniLM-L6-v2',
    layers: 6, width: 384, heads: 12, feedForward: 1536, vocabulary: 30522, context: 512, addVocabulary: addWordPieces,
  },
};

/** File name of the model that is measured. */
export const measuredFile = shape => `${shape.file}-${(shape.quantization ?? 'F16').toLowerCase()}.gguf`;

export const sourceFile = shape => `${shape.file}-f16.gguf`;

export function addLlama(file, shape) {
  const { layers, width, heads, kvHeads, feedForward, vocabulary } = shape;
  file.add('uint32', {
    'llama.block_count': layers, 'llama.context_length': shape.context, 'llama.embedding_length': width, 'llama.feed_forward_length': feedForward,
    'llama.attention.head_count': heads, 'llama.attention.head_count_kv': kvHeads, 'llama.rope.dimension_count': width / heads,
    'llama.vocab_size': vocabulary,
  });
  file.add('float32', { 'llama.attention.layer_norm_rms_epsilon': 1e-5, 'llama.rope.freq_base': shape.ropeBase });
  const silent = shape.addVocabulary(file, vocabulary);
  const kvWidth = (width / heads) * kvHeads;
  file.addRandom('token_embd.weight', [width, vocabulary], shape.tied ? silent : []);
  file.addConstant('output_norm.weight', [width], 1);
  if (!shape.tied) file.addRandom('output.weight', [width, vocabulary], silent);
  const matrices = {
    attn_q: [width, width], attn_k: [width, kvWidth], attn_v: [width, kvWidth], attn_output: [width, width],
    ffn_gate: [width, feedForward], ffn_up: [width, feedForward], ffn_down: [feedForward, width],
  };
  for (let layer = 0; layer < layers; layer++) {
    for (const norm of ['attn_norm', 'ffn_norm']) file.addConstant(`blk.${layer}.${norm}.weight`, [width], 1);
    for (const [name, size] of Object.entries(matrices)) file.addRandom(`blk.${layer}.${name}.weight`, size);
  }
}

export function addBert(file, shape) {
  const { layers, width, feedForward, vocabulary, context } = shape;
  file.add('uint32', {
    'bert.block_count': layers, 'bert.context_length': context, 'bert.embedding_length': width, 'bert.feed_forward_length': feedForward,
    'bert.attention.head_count': shape.heads, 'bert.pooling_type': 1,
  });
  file.add('float32', { 'bert.attention.layer_norm_epsilon': 1e-12 });
  file.add('bool', { 'bert.attention.causal': false });
  shape.addVocabulary(file, vocabulary);
  const addNorm = name => {
    file.addConstant(`${name}.weight`, [width], 1);
    file.addConstant(`${name}.bias`, [width], 0);
  };
  file.addRandom('token_embd.weight', [width, vocabulary]);
  file.addConstant('token_types.weight', [width, 2], 0.01);
  file.addRandom('position_embd.weight', [width, context]);
  addNorm('token_embd_norm');
  const matrices = {
    attn_q: [width, width], attn_k: [width, width], attn_v: [width, width], attn_output: [width, width],
    ffn_up: [width, feedForward], ffn_down: [feedForward, width],
  };
  for (let layer = 0; layer < layers; layer++) {
    for (const [name, size] of Object.entries(matrices)) {
      file.addRandom(`blk.${layer}.${name}.weight`, size);
      file.addConstant(`blk.${layer}.${name}.bias`, [size[1]], 0);
    }
    for (const norm of ['attn_output_norm', 'layer_output_norm']) addNorm(`blk.${layer}.${norm}`);
  }
}
