// What Linux tells about processes.
import { readFileSync, readdirSync, realpathSync } from 'node:fs';

const read = path => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it is gone
  }
};

/** CPU time of all threads, in milliseconds, to the nanosecond; threads that ended are not in it. */
export function cpuMilliseconds(pid) {
  let tasks = [];
  try {
    tasks = readdirSync(`/proc/${pid}/task`);
  } catch {
    return 0;
  }
  const nanoseconds = tasks.map(task => Number(read(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0] || 0));
  return nanoseconds.reduce((all, value) => all + value, 0) / 1e6;
}

/** Bytes of the process that are in memory. */
export function residentBytes(pid) {
  const kilobytes = /^Rss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
  if (!kilobytes) throw new Error(`/proc/${pid}/smaps_rollup cannot be read`);
  return Number(kilobytes) * 1024;
}

/** Bytes of one mapped file that are in memory. */
export function mappedResident(pid, path) {
  let bytes = 0;
  let inFile = false;
  const real = realpathSync(path);
  for (const line of read(`/proc/${pid}/smaps`).split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) inFile = line.endsWith(real);
    else if (inFile && line.startsWith('Rss:')) bytes += Number(/\d+/.exec(line)[0]) * 1024;
  }
  return bytes;
}

/** Process ids of the children. */
export function children(pid) {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => Number(read(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1]) === pid)
    .map(Number);
}
