// Random numbers that are the same on every machine, and F16 weights made of them. What a weight's value is costs no time in
// llama.cpp, so random ones measure as well as trained ones.

/** Xorshift: 32 random bits a call. */
export function createRandom(name) {
  let state = 2166136261;
  for (const character of name) state = Math.imul(state ^ character.codePointAt(0), 16777619);
  state = state | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
}

// 16 random bits to a half between -1/32 and 1/32, about evenly spread: sign and mantissa from the bits, and an exponent that is
// half as likely with each step down
const EXPONENT_OF_BITS = Array.from({ length: 32 }, (_, bits) => (bits < 16 ? 9 : bits < 24 ? 8 : bits < 28 ? 7 : bits < 30 ? 6 : 5));
const HALVES = Uint16Array.from({ length: 65536 }, (_, bits) => (bits & 0x8000) | (EXPONENT_OF_BITS[(bits >> 10) & 31] << 10) | (bits & 0x3ff));

/** Fills an even number of halves. */
export function fillRandomHalves(halves, random) {
  for (let index = 0; index < halves.length; index += 2) {
    const bits = random();
    halves[index] = HALVES[bits & 0xffff];
    halves[index + 1] = HALVES[bits >>> 16];
  }
}
