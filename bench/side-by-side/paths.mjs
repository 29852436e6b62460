// Where things lie when no option says otherwise.
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const DEFAULT_MODELS = join(homedir(), 'models');
export const DEFAULT_PEER = join(homedir(), '.cache', 'multillm-peer', 'llama.cpp', 'build', 'bin');
export const DEFAULT_OURS = join(REPOSITORY, '.build', 'app', 'server', 'MultiLLM.Server.dll');
export const RESULTS = join(REPOSITORY, 'bench', 'results');
