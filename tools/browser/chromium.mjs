// The distribution's Chromium, reachable from this machine only. None is downloaded.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export function launch() {
  const executablePath = process.env.MULTILLM_TEST_CHROMIUM || '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: "apt-get install chromium", or set MULTILLM_TEST_CHROMIUM`);
  return chromium.launch({ executablePath, args: FLAGS });
}

/** Opens a page and waits until it is alive. */
export async function open(page, path) {
  const reply = await page.goto(path);
  if (reply.status() !== 200) throw new Error(`${path} answers ${reply.status()}`);
  await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}
