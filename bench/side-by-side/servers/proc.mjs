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

/** The same, and 0 of a process that has just ended. */
export function residentOrGone(pid) {
  try {
    return residentBytes(pid);
  } catch {
    return 0;
  }
}

/** Bytes of one model file that are in memory: mapped, or as read-only copies between its first and its last mapped page. */
export function modelResident(pid, path) {
  const real = realpathSync(path);
  const regions = [];
  for (const line of read(`/proc/${pid}/smaps`).split('\n')) {
    const head = /^[0-9a-f]+-[0-9a-f]+ (\S+) \S+ \S+ \S+ *(.*)$/.exec(line);
    if (head) regions.push({ ofFile: head[2] === real, copy: head[1].startsWith('r--p') && head[2] === '', bytes: 0 });
    else if (line.startsWith('Rss:')) regions.at(-1).bytes = Number(/\d+/.exec(line)[0]) * 1024;
  }
  const first = regions.findIndex(region => region.ofFile);
  const last = regions.findLastIndex(region => region.ofFile);
  // where the file's end is a whole huge page nothing of it stays mapped behind the copy
  return regions.filter((region, i) => region.ofFile || (region.copy && first >= 0 && i >= first - 1 && i <= last + 1))
    .reduce((all, region) => all + region.bytes, 0);
}

/** Process ids of the children. */
export function children(pid) {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => Number(read(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1]) === pid)
    .map(Number);
}

/** Whether the process has a file of this folder mapped into memory. */
export const mapsFrom = (pid, folder) => read(`/proc/${pid}/maps`).includes(`${realpathSync(folder)}/`);

/** Open files, sockets included. */
export function openFiles(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
