// What starter-chat is asked: questions it was taught, the same in words it never met, and strangers' questions.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../side-by-side/paths.mjs';
import { STRANGERS } from './strangers.mjs';

const DATA = join(REPOSITORY, 'tools', 'starter-models', 'data');
const MATCH = 0.9;

/** Ways in which people say the same; chosen by a hash of the question, so every run asks the same. */
const REWORDINGS = [
  q => `${q.toLowerCase().replace(/[?.!]+$/, '')} pls`,
  q => `I was wondering about something. ${q}`,
  q => `${q} Please keep it short and clear.`,
  q => `Hi there, quick question for my homework: ${lowerFirst(q)}`,
  q => swapLetters(q),
  q => `Can you help me? I would like to know the following: ${q}`,
  q => q.replace(/^(What is|What are|Who was|Who is|How do I|Why do|Why does|What does)\b/, start => STARTS[start]).replace(/\?$/, ''),
];
const STARTS = {
  'What is': 'Give me the meaning of', 'What are': 'Give me the meaning of', 'Who was': 'Tell me the story of', 'Who is': 'Tell me the story of',
  'How do I': 'Show a beginner how to', 'Why do': 'Give the reason that', 'Why does': 'Give the reason that', 'What does': 'Say in a line what',
};

/** @typedef {{set: 'taught'|'reworded'|'strange', question: string, right: (answer: string) => boolean}} Question */

/** @returns {Question[]}  About `count` of each set. */
export function questions(count) {
  const entries = readEntries();
  const known = new Set(entries.flatMap(entry => entry.q.map(normal)));
  const picked = entries.toSorted((a, b) => order(a.q[0]) - order(b.q[0])).slice(0, count);
  const taught = picked.map(entry => ({ set: 'taught', question: entry.q[0], right: answer => alike(answer, entry.a) }));
  const reworded = picked
    .map(entry => ({ set: 'reworded', question: REWORDINGS[order(entry.a) % REWORDINGS.length](entry.q[0]), right: answer => alike(answer, entry.a) }))
    .filter(({ question }) => !known.has(normal(question)));
  const strange = STRANGERS.filter(([question]) => !known.has(normal(question))).slice(0, count)
    .map(([question, word]) => ({ set: 'strange', question, right: answer => normal(answer).split(' ').includes(word) }));
  return [...taught, ...reworded, ...strange];
}

function readEntries() {
  return readdirSync(DATA).filter(file => file.endsWith('.jsonl'))
    .flatMap(file => readFileSync(join(DATA, file), 'utf8').trim().split('\n').map(line => JSON.parse(line)))
    .filter(entry => !entry.tag.startsWith('code'));
}

/** The same words in the same order, but for one in ten. */
function alike(answer, taught) {
  const [a, b] = [words(answer), words(taught)];
  return commonLength(a, b) >= MATCH * Math.max(a.length, b.length);
}

function commonLength(a, b) {
  let row = new Array(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    for (let j = 0; j < b.length; j++) next.push(word === b[j] ? row[j] + 1 : Math.max(row[j + 1], next[j]));
    row = next;
  }
  return row[b.length];
}

function swapLetters(question) {
  const longest = question.split(/\W+/).toSorted((a, b) => b.length - a.length)[0];
  const middle = Math.floor(longest.length / 2);
  return question.replace(longest, longest.slice(0, middle - 1) + longest[middle] + longest[middle - 1] + longest.slice(middle + 1));
}

const order = text => createHash('sha256').update(text).digest().readUInt32BE(0);
const lowerFirst = text => text[0].toLowerCase() + text.slice(1);
const normal = text => words(text).join(' ');
const words = text => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
