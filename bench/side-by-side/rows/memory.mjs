// Memory beyond the model. The weights in the page cache are the file's, and both sides map them; KV cache and compute buffers depend on the
// settings. What is left is the program's own.
import { mappedResident, residentBytes } from '../servers/proc.mjs';
import { below } from './goals.mjs';

const MEGABYTE = 1e6;

const server = {
  id: 'memory-server', title: 'memory of the server process (the peer\'s is its router)', unit: 'MB', models: ['135m'], once: true,
  goal: () => below(150, 'MB'),
  measure: async side => residentBytes(side.server.serverPid()) / MEGABYTE,
};

const runner = {
  id: 'memory-runner', title: 'memory of a runner beyond model file and buffers', unit: 'MB', models: ['15m', '135m', '1b', 'minilm'], once: true,
  goal: () => below(80, 'MB'),
  async measure(side, { modelPath, repackedBytes }) {
    const pid = await side.server.runnerPid();
    const buffers = await side.server.contextBytes();
    return (residentBytes(pid) - mappedResident(pid, modelPath) - buffers - repackedBytes) / MEGABYTE;
  },
};

export const MEMORY_ROWS = [server, runner];
