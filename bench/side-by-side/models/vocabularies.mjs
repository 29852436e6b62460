// Made-up vocabularies of real kinds and sizes: letters and their joins. Each returns the ids whose output row must be zero, so that
// they are never the best token: control tokens (the model would stop early) and bytes that print nothing.
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const PRINTABLE = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
const KIND = { normal: 1, unknown: 2, control: 3, byte: 6 };

const CHATML = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
  + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const ZEPHYR = "{% for message in messages %}{{'<|' + message['role'] + '|>\n' + message['content'] + eos_token + '\n'}}{% endfor %}"
  + "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}";

const pairs = (left, right) => left.flatMap(first => right.map(second => [first, second]));
const joined = items => items.map(([left, right]) => left + right);
const repeat = (value, count) => Array(count).fill(value);

/** The first `count` merges over lower-case letters; each merge's parts come before it. */
function merges(wordStart, count) {
  const two = pairs(LETTERS, LETTERS);
  const three = pairs(joined(two), LETTERS);
  const four = pairs(joined(two), joined(two)).filter((_, index) => index % 31 === 0);
  const all = [...two, ...pairs([wordStart], LETTERS), ...pairs([wordStart], joined(two)), ...three, ...pairs([wordStart], joined(three)), ...four];
  if (all.length < count) throw new Error(`only ${all.length} merges for a vocabulary that needs ${count}`);
  return all.slice(0, count);
}

/** GPT-2's alphabet: printable bytes stand for themselves, the others for characters from U+0100 on. */
function byteAlphabet() {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCharCode(printable ? byte : next++);
  });
}

function addTokens(file, model, pre, tokens, kinds) {
  if (new Set(tokens).size !== tokens.length) throw new Error(`the ${model} vocabulary holds a token twice`);
  file.add('string', { 'tokenizer.ggml.model': model, 'tokenizer.ggml.pre': pre });
  file.addArray('string', 'tokenizer.ggml.tokens', tokens);
  file.addArray('int32', 'tokenizer.ggml.token_type', kinds);
}

/** Byte-level BPE, as SmolLM2 has it. */
export function addBytePairs(file, size) {
  const special = ['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<pad>'];
  const alphabet = byteAlphabet();
  const rules = merges(alphabet[32], size - special.length - alphabet.length);
  const tokens = [...special, ...alphabet, ...joined(rules)];
  addTokens(file, 'gpt2', 'smollm', tokens, [...repeat(KIND.control, special.length), ...repeat(KIND.normal, size - special.length)]);
  file.addArray('string', 'tokenizer.ggml.merges', rules.map(([left, right]) => `${left} ${right}`));
  file.add('uint32', {
    'tokenizer.ggml.bos_token_id': 1, 'tokenizer.ggml.eos_token_id': 2, 'tokenizer.ggml.unknown_token_id': 0, 'tokenizer.ggml.padding_token_id': 2,
  });
  file.add('bool', { 'tokenizer.ggml.add_bos_token': false });
  file.add('string', { 'tokenizer.chat_template': CHATML });
  const silentBytes = alphabet.map((_, byte) => byte).filter(byte => byte < 32 || byte > 126);
  return [...special.keys(), ...silentBytes.map(byte => special.length + byte)];
}

/** SentencePiece with byte fallback, as Llama 2 and TinyLlama have it. */
export function addSentencePieces(file, size) {
  const wordStart = '\u2581';
  const bytes = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const first = ['<unk>', '<s>', '</s>', ...bytes];
  const characters = [wordStart, ...PRINTABLE];
  const tokens = [...first, ...joined(merges(wordStart, size - first.length - characters.length)), ...characters];
  const kinds = [KIND.unknown, KIND.control, KIND.control, ...repeat(KIND.byte, 256), ...repeat(KIND.normal, size - first.length)];
  addTokens(file, 'llama', 'default', tokens, kinds);
  file.addArray('float32', 'tokenizer.ggml.scores', tokens.map((_, id) => (id < first.length ? 0 : first.length - id)));
  file.add('uint32', { 'tokenizer.ggml.bos_token_id': 1, 'tokenizer.ggml.eos_token_id': 2, 'tokenizer.ggml.unknown_token_id': 0 });
  file.add('bool', { 'tokenizer.ggml.add_bos_token': true, 'tokenizer.ggml.add_eos_token': false });
  file.add('string', { 'tokenizer.chat_template': ZEPHYR });
  return [...first.keys()];
}

/** WordPiece with BERT's layout of ids. */
export function addWordPieces(file, size) {
  const wordStart = '\u2581';
  const special = ['[UNK]', '[CLS]', '[SEP]', '[MASK]'];
  const reserved = ['[PAD]', ...Array.from({ length: 99 }, (_, index) => `[unused${index}]`), ...special];
  const two = joined(pairs(LETTERS, LETTERS));
  const three = joined(pairs(two, LETTERS));
  const marked = items => items.map(item => wordStart + item);
  const pieces = [...marked(PRINTABLE), ...LETTERS, ...'0123456789', ...two, ...marked(two), ...marked(three), ...three];
  const tokens = [...reserved, ...pieces].slice(0, size);
  const kinds = tokens.map((_, id) => (id === 0 || (id >= 100 && id < reserved.length) ? KIND.control : KIND.normal));
  addTokens(file, 'bert', 'default', tokens, kinds);
  const id = (name, value) => ({ [`tokenizer.ggml.${name}_token_id`]: value });
  file.add('uint32', {
    'tokenizer.ggml.token_type_count': 2,
    ...id('bos', 101), ...id('cls', 101), ...id('seperator', 102), ...id('unknown', 100), ...id('padding', 0), ...id('mask', 103),
  });
  return [];
}
