// Pictures of every page in both themes, of a service that was used a little: docs/images/<page>-<theme>.png
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launch, open } from './chromium.mjs';
import { Service } from './service.mjs';

const FOLDER = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../docs/images');
const LARGEST_BYTES = 200_000;

/** Traffic comes for a while, so that there is something to see over time. */
const ROUNDS = 6;
const PAUSE_MILLISECONDS = 15_000;
const WIDTH = 1280;
const HEIGHT = 800;
const QUESTION = 'What is machine learning?';

const PAGES = [
  { name: 'overview', path: '/' },
  { name: 'playground', path: '/ui/playground', use: chat },
  { name: 'compare', path: '/ui/compare', use: compare },
  { name: 'models', path: '/ui/models' },
  { name: 'model', path: '/ui/models/starter-chat' },
  { name: 'analytics', path: traffic => `/ui/analytics?period=own&${traffic}`, height: 1100, use: page => page.getByTestId('usage').waitFor() },
  { name: 'request', path: '/ui/analytics?model=starter-code&task=code&outcome=ok', use: request },
  { name: 'health', path: '/ui/health' },
  { name: 'keys', path: '/ui/keys' },
  { name: 'settings', path: '/ui/settings', use: page => page.getByTestId('settings-find').fill('memory') },
  { name: 'docs', path: '/docs' },
  { name: 'guide', path: '/docs/first-steps' },
];

/** The same requests each time; what they take is the machine's. */
async function use(service) {
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) await sleep(PAUSE_MILLISECONDS);
    await ask(service, round);
  }
  await service.post('/chat', { model_id: 'starter-chat', message: 'word '.repeat(2000) }); // refused: it does not fit the context
  await service.post('/chat', { message: 'Which model is this?', min_quality: 9 }); // refused: none is that good
  await vote(service);
  await keys(service);
  await service.post('/models/starter-code/unload');
  await service.post('/chat', { message: 'Reverse a string in Python' }); // waits for a load
}

async function ask(service, round) {
  const chat = (message, more) => service.post('/chat', { message, ...more });
  for (const message of ['What is governance?', 'Reverse a string in Python', 'What is an API?', 'Write a function that sums a list', 'What is risk appetite?']) {
    await chat(message);
    await chat(message, { model_id: 'starter-chat', temperature: 0 });
  }
  const atOnce = Array.from({ length: 2 + 3 * (round % 3) }, (_, i) =>
    service.post('/v1/chat/completions', { model: 'auto:fast', messages: [{ role: 'user', content: `Question ${i}: what is an audit?` }] }));
  await Promise.all(atOnce);
  await service.post('/search', { query: 'personal data', documents: ['The GDPR protects people.', 'Paris is a city.'] });
}

/** A person compares the two that write text. */
async function vote(service) {
  const { body: { id } } = await service.post('/analytics/comparisons', { models: ['starter-chat', 'starter-code'], prompts: [QUESTION, 'Reverse a string in Python'] });
  for (let state = ''; !['done', 'cancelled'].includes(state); await sleep(500)) ({ state } = await (await fetch(`${service.url}/analytics/comparisons/${id}`)).json());
  for (const prompt of [0, 1]) await service.post(`/analytics/comparisons/${id}/votes`, { prompt, winner: 'AB'[prompt] });
}

/** Some that others might have. */
async function keys(service) {
  const make = async (name, role, more) => (await service.post('/keys', { name, role, ...more })).body.key.id;
  await make('Ann, audit', 'admin');
  await make('reports', 'user', { models: ['starter-chat'], limits: { requests_per_minute: 60, tokens_per_day: 200_000 } });
  await make('status board', 'read_only');
  await fetch(`${service.url}/keys/${await make('old laptop', 'user')}`, { method: 'DELETE' });
}

/** The last of them, where its time went and why this model. */
async function request(page) {
  await page.getByTestId('open-request').first().click();
  await page.getByTestId('why').waitFor();
}

async function chat(page) {
  await page.getByTestId('composer').fill(QUESTION);
  await page.getByTestId('send').click();
  await page.getByTestId('why').waitFor();
}

async function compare(page) {
  for (const model of ['starter-chat', 'starter-code']) await page.getByTestId(`model-${model}`).check();
  await page.getByTestId('prompt').fill(QUESTION);
  await page.getByTestId('compare').click();
  await page.getByTestId('compared-figures').waitFor();
}

async function take(browser, service, theme, traffic) {
  const context = await browser.newContext({
    baseURL: service.url, colorScheme: theme, viewport: { width: WIDTH, height: HEIGHT }, timezoneId: 'Europe/Berlin', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  for (const { name, path, use, height = HEIGHT } of PAGES) {
    await page.setViewportSize({ width: WIDTH, height });
    await open(page, typeof path === 'string' ? path : path(traffic));
    await use?.(page);
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(700); // charts, and figures that come with the next look
    const file = join(FOLDER, `${name}-${theme}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    const { size } = statSync(file);
    console.log(`${name}-${theme}.png  ${Math.round(size / 1000)} kB`);
    if (size > LARGEST_BYTES) throw new Error(`${file} is larger than ${LARGEST_BYTES / 1000} kB`);
  }
  await context.close();
}

mkdirSync(FOLDER, { recursive: true });
const service = await Service.start();
const browser = await launch();
try {
  const minute = 60_000;
  const from = Math.floor(Date.now() / minute) * minute;
  await use(service);
  // Whole minutes, for the page that shows all of this traffic and no more.
  const traffic = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(Math.ceil(Date.now() / minute) * minute).toISOString() });
  for (const theme of ['light', 'dark']) await take(browser, service, theme, traffic);
} finally {
  await browser.close();
  await service.stop();
}
