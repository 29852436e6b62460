// Writes GGUF version 3, tensor by tensor, so that a model of any size needs little memory.
import { openSync, writeSync, closeSync, renameSync } from 'node:fs';
import { createRandom, fillRandomHalves } from './random-weights.mjs';

const ALIGNMENT = 32;
const TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 };
const TENSOR = { f32: 0, f16: 1 };
const HALVES_PER_WRITE = 1 << 21;

const align = size => Math.ceil(size / ALIGNMENT) * ALIGNMENT;

function bytesOf(size, write) {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
}
const uint32 = value => bytesOf(4, b => b.writeUInt32LE(value));
const int32 = value => bytesOf(4, b => b.writeInt32LE(value));
const uint64 = value => bytesOf(8, b => b.writeBigUInt64LE(BigInt(value)));
const float32 = value => bytesOf(4, b => b.writeFloatLE(value));
function string(text) {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}
const ENCODE = { uint32, int32, float32, bool: value => Buffer.from([value ? 1 : 0]), string };

export class GgufFile {
  #metadata = [];
  #tensors = [];

  add(type, entries) {
    for (const [key, value] of Object.entries(entries)) this.#metadata.push(Buffer.concat([string(key), uint32(TYPE[type]), ENCODE[type](value)]));
  }

  addArray(type, key, values) {
    const head = [string(key), uint32(TYPE.array), uint32(TYPE[type]), uint64(values.length)];
    this.#metadata.push(Buffer.concat([...head, ...values.map(ENCODE[type])]));
  }

  /** Float32, every value the same. */
  addConstant(name, shape, value) {
    this.#tensors.push({ name, shape, type: TENSOR.f32, bytes: 4 * product(shape), write: file => writeConstant(file, product(shape), value) });
  }

  /** F16, random; the named rows are zero. */
  addRandom(name, [columns, rows], zeroRows = []) {
    const write = file => writeRandom(file, name, columns, rows, new Set(zeroRows));
    this.#tensors.push({ name, shape: [columns, rows], type: TENSOR.f16, bytes: 2 * columns * rows, write });
  }

  save(path) {
    const file = openSync(path + '.tmp', 'w');
    let written = 0;
    const put = buffer => { written += writeSync(file, buffer); };
    put(Buffer.concat([Buffer.from('GGUF'), uint32(3), uint64(this.#tensors.length), uint64(this.#metadata.length), ...this.#metadata]));
    let offset = 0;
    for (const { name, shape, type, bytes } of this.#tensors) {
      put(Buffer.concat([string(name), uint32(shape.length), ...shape.map(uint64), uint32(type), uint64(offset)]));
      offset += align(bytes);
    }
    put(Buffer.alloc(align(written) - written));
    for (const tensor of this.#tensors) {
      tensor.write(file);
      writeSync(file, Buffer.alloc(align(tensor.bytes) - tensor.bytes));
    }
    closeSync(file);
    renameSync(path + '.tmp', path);
  }
}

const product = shape => shape.reduce((all, size) => all * size, 1);

function writeConstant(file, count, value) {
  writeSync(file, Buffer.from(new Float32Array(count).fill(value).buffer));
}

function writeRandom(file, name, columns, rows, zeroRows) {
  const random = createRandom(name);
  const rowsPerWrite = Math.max(1, Math.floor(HALVES_PER_WRITE / columns));
  for (let first = 0; first < rows; first += rowsPerWrite) {
    const count = Math.min(rowsPerWrite, rows - first);
    const halves = new Uint16Array(count * columns);
    fillRandomHalves(halves, random);
    for (let row = 0; row < count; row++) {
      if (zeroRows.has(first + row)) halves.fill(0, row * columns, (row + 1) * columns);
    }
    writeSync(file, Buffer.from(halves.buffer));
  }
}
