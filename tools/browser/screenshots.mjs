// Pictures of every page in both themes, of a service that was used a little: docs/images/<page>-<theme>.png
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, open } from './chromium.mjs';
import { Service } from './service.mjs';

const FOLDER = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '../../docs/images');
const LARGEST_BYTES = 150_000;
const QUESTION = 'What is machine learning?';

const PAGES = [
  { name: 'overview', path: '/' },
  { name: 'playground', path: '/ui/playground', use: chat },
  { name: 'compare', path: '/ui/compare', use: compare },
  { name: 'models', path: '/ui/models' },
  { name: 'model', path: '/ui/models/starter-chat' },
  { name: 'health', path: '/ui/health' },
  { name: 'settings', path: '/ui/settings', use: page => page.getByTestId('settings-find').fill('memory') },
  { name: 'docs', path: '/docs' },
  { name: 'guide', path: '/docs/first-steps' },
];

/** The same requests each time; what they take is the machine's. */
async function use(service) {
  const ask = (message, more) => service.post('/chat', { message, ...more });
  for (const message of ['What is governance?', 'Reverse a string in Python', 'What is an API?', 'Write a function that sums a list', 'What is risk appetite?']) {
    await ask(message);
    await ask(message, { model_id: 'starter-chat', temperature: 0 });
  }
  for (let i = 0; i < 10; i++) await service.post('/v1/chat/completions', { model: 'auto:fast', messages: [{ role: 'user', content: `Question ${i}: what is an audit?` }] });
  await service.post('/search', { query: 'personal data', documents: ['The GDPR protects people.', 'Paris is a city.'] });
  await ask('Too long', { model_id: 'starter-chat', message: 'word '.repeat(2000) }); // refused: it does not fit the context
  await ask('Which model is this?', { min_quality: 9 }); // refused: none is that good
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

async function take(browser, service, theme) {
  const context = await browser.newContext({
    baseURL: service.url, colorScheme: theme, viewport: { width: 1280, height: 800 }, timezoneId: 'Europe/Berlin', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  for (const { name, path, use } of PAGES) {
    await open(page, path);
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
  await use(service);
  for (const theme of ['light', 'dark']) await take(browser, service, theme);
} finally {
  await browser.close();
  await service.stop();
}
