#!/usr/bin/env node
// How soon the dashboard's pages come, how fast they react, and what open tabs cost: see README.md.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch, open } from '../../tools/browser/chromium.mjs';
import { Service } from '../../tools/browser/service.mjs';
import { median, quantile } from '../side-by-side/load/statistics.mjs';

const TABS = 10;
const IDLE_SECONDS = 60;
const SETTLING_SECONDS = 20;
const WARM_UP = 200; // more calls than a method is compiled again after
const ROUNDS = 4;
const ANSWERS = 8;
const rows = [];
const row = (what, figure, goal = '') => rows.push(`| ${what} | ${figure} | ${goal} |`);
const ms = value => `${value.toFixed(0)} ms`;

async function tab(browser, service, path = '/') {
  const context = await browser.newContext({ baseURL: service.url, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await open(page, path);
  return page;
}

/** From asking until the page is alive, and until something is painted; milliseconds. */
async function load(page, path = '/') {
  const begun = performance.now();
  await open(page, path);
  const alive = performance.now() - begun;
  const painted = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  return { alive, painted };
}

async function firstPages(browser, service) {
  const fresh = async () => {
    const context = await browser.newContext({ baseURL: service.url });
    const times = await load(await context.newPage());
    await context.close();
    return times;
  };
  const first = await fresh();
  row('overview, first visit after the service\'s start: painted, alive', `${ms(first.painted)}, ${ms(first.alive)}`, '< 1500 ms');
  const later = [];
  for (let i = 0; i < 10; i++) later.push(await fresh());
  row('overview, nothing in the browser\'s cache, median of 10: painted, alive', `${ms(median(later.map(t => t.painted)))}, ${ms(median(later.map(t => t.alive)))}`);
  const page = await tab(browser, service);
  const again = [];
  for (let i = 0; i < 10; i++) again.push(await load(page));
  row('overview again, median of 10: painted, alive', `${ms(median(again.map(t => t.painted)))}, ${ms(median(again.map(t => t.alive)))}`);
  await page.context().close();
}

/** Measured in the page: from the click to the first frame that shows what it led to. */
const reaction = (page, click, shown) => page.evaluate(([click, shown]) => new Promise((resolve, reject) => {
  const begun = performance.now();
  setTimeout(() => reject(new Error(`${shown} did not come after a click on ${click}`)), 5000);
  const look = () => (document.querySelector(shown) ? requestAnimationFrame(() => resolve(performance.now() - begun)) : requestAnimationFrame(look));
  document.querySelector(click).click();
  look();
}), [click, shown]);

async function reactions(browser, service) {
  const page = await tab(browser, service);
  const theme = [];
  for (let i = 0; i < 20; i++) theme.push(await reaction(page, '[data-testid=theme]', `html[data-theme=${i % 2 ? 'light' : 'dark'}]`));
  row('switching the colours, median and 95 % of 20', `${ms(median(theme))}, ${ms(quantile(theme, 0.95))}`, '< 100 ms');
  const pages = [];
  const stops = [['/docs', '.shelf'], ['/ui/settings', '.settings-tools'], ['/', '.overview']];
  for (let i = 0; i < 21; i++) {
    const [path, shown] = stops[i % stops.length];
    pages.push(await reaction(page, `nav a[href='${path}']`, `main:has(${shown})`));
  }
  row('another page from the menu, median and 95 % of 21', `${ms(median(pages))}, ${ms(quantile(pages, 0.95))}`, '< 100 ms');
  await page.context().close();
}

/** Until what was asked for is drawn, not only until the button has moved. */
async function analytics(browser, service) {
  for (let i = 0; i < 40; i++) await service.post('/chat', { message: `${i}: what is an audit?`, max_tokens: 16 });
  const page = await tab(browser, service, '/ui/analytics');
  await page.getByTestId('open-request').first().waitFor();
  const [periods, details] = [[], []];
  for (let i = 0; i < 20; i++) {
    const [period, bucket] = i % 2 ? ['hour', 'minute'] : ['month', 'day'];
    periods.push(await reaction(page, `[data-testid=period-${period}]`, `[data-testid=course][data-bucket=${bucket}]`));
  }
  row('analytics, another period with all its figures, median and 95 % of 20', `${ms(median(periods))}, ${ms(quantile(periods, 0.95))}`, '< 100 ms');
  for (let i = 0; i < 20; i++) {
    details.push(await reaction(page, '[data-testid=open-request]', '[data-testid=request][open] [data-testid=waterfall]'));
    await reaction(page, '[data-testid=sheet-close]', 'body:not(:has([data-testid=request]))');
  }
  row('analytics, a request\'s details, median and 95 % of 20', `${ms(median(details))}, ${ms(quantile(details, 0.95))}`, '< 100 ms');
  await page.context().close();
}

/** With threads that have ended, which come and go in an idle .NET process; counted by the kernel in hundredths of a second. */
function cpuMilliseconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** As a service that has been in use for a while: what each look of a tab runs is compiled by then, which takes an idle one minutes. */
async function warmUp(service) {
  for (let i = 0; i < WARM_UP; i++) {
    for (const path of ['/system/residency', '/system/resources', '/health', '/analytics/summary?since=1h', '/analytics/trends?metric=requests&bucket=minute&since=1h']) {
      await (await fetch(service.url + path)).arrayBuffer();
    }
  }
}

async function idle(browser, service, tabs) {
  await service.post('/models/starter-chat/load');
  await warmUp(service);
  const opened = [];
  for (let i = 0; i < tabs; i++) opened.push(await tab(browser, service));
  await sleep(SETTLING_SECONDS * 1000);
  const before = cpuMilliseconds(service.process.pid);
  await sleep(IDLE_SECONDS * 1000);
  const share = (cpuMilliseconds(service.process.pid) - before) / (IDLE_SECONDS * 1000);
  row(`processor time of the service with ${tabs === 0 ? 'no tab' : tabs === 1 ? 'one open tab' : `${tabs} open tabs`}, nothing asked, ${IDLE_SECONDS} s`, `${(share * 100).toFixed(2)} % of a core`, tabs > 0 ? '< 1 %' : '');
  for (const page of opened) await page.context().close();
}

async function generate(service) {
  const speeds = [];
  const begun = performance.now();
  for (let i = 0; i < ANSWERS; i++) {
    const { status, body } = await service.post('/v1/chat/completions', {
      model: 'starter-chat', max_tokens: 400, ignore_eos: true, temperature: 0, messages: [{ role: 'user', content: `${i} What is machine learning?` }],
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    speeds.push(body.timings.tokens_per_second);
  }
  return { tokensPerSecond: median(speeds), seconds: (performance.now() - begun) / 1000 };
}

/** Answers with no tab and beside open overviews, in turn. */
async function beside(browser, service) {
  await generate(service); // warms up
  const alone = [], among = [];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await generate(service));
    const tabs = [];
    for (let i = 0; i < TABS; i++) tabs.push(await tab(browser, service));
    await sleep(2000);
    among.push(await generate(service));
    for (const open of tabs) await open.context().close();
    await sleep(1000);
  }
  const speed = rounds => median(rounds.map(round => round.tokensPerSecond));
  row(`${ANSWERS} answers of 400 tokens, no tab, median of ${ROUNDS} rounds`, `${speed(alone).toFixed(0)} tokens/s`);
  row(`the same beside ${TABS} open overviews, taking turns`, `${speed(among).toFixed(0)} tokens/s`, `${((speed(among) / speed(alone) - 1) * 100).toFixed(1)} %`);
}

const PARTS = {
  pages: async (browser, service) => {
    await firstPages(browser, service);
    await reactions(browser, service);
    await analytics(browser, service);
  },
  idle: (browser, service) => idle(browser, service, Number(process.argv[3] ?? 1)),
  beside,
};
const part = PARTS[process.argv[2]];
if (!part) throw new Error(`Which part? ${Object.keys(PARTS).join(', ')}`);
const service = await Service.start();
const browser = await launch();
try {
  await part(browser, service);
  const cpu = /model name\s*:\s*(.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
  console.log(`${new Date().toISOString().slice(0, 10)}, ${cpu}\n\n| | | goal |\n|---|---|---|\n${rows.join('\n')}`);
} finally {
  await browser.close();
  await service.stop();
}
