// What the programs' command lines have in common: a wrong option ends them with a word about it.

export function fail(message) {
  console.error(message);
  process.exit(2);
}

/** The items of a list like "a,b", all of them where the option was not given. */
export function choose(options, name, all) {
  const chosen = options[name]?.split(',') ?? all;
  const unknown = chosen.filter(item => !all.includes(item));
  if (unknown.length) fail(`--${name}: no ${unknown.join(', ')}; there are ${all.join(', ')}`);
  return chosen;
}

export function positive(options, name) {
  const value = Number(options[name]);
  return Number.isInteger(value) && value > 0 ? value : fail(`--${name} must be a whole number above 0, not "${options[name]}"`);
}

/** NAME=VALUE pairs as an object. */
export const pairs = list => Object.fromEntries(list.map(pair => pair.split(/=(.*)/s).slice(0, 2)));
