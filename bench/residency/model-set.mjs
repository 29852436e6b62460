// Six models of two sizes. They are copies, so that no two share their pages in memory.
import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHAPES, measuredFile } from '../side-by-side/models/shapes.mjs';

/** In the order of their popularity where that differs. */
const SIZES = ['135m', '15m', '135m', '15m', '135m', '15m'];

export class ModelSet {
  folder = mkdtempSync(join(tmpdir(), 'multillm-bench-models-'));

  /** @param {string} source  Folder of what make-models.mjs wrote. */
  constructor(source) {
    process.once('exit', () => this.delete());
    for (const size of new Set(SIZES)) {
      const path = join(source, measuredFile(SHAPES[size]));
      if (!existsSync(path)) throw new Error(`${path} is not there: run ../side-by-side/make-models.mjs, or name its folder with --folder`);
    }
    this.names = SIZES.map((size, index) => `m${index + 1}-${size}`);
    for (const [index, size] of SIZES.entries())
      copyFileSync(join(source, measuredFile(SHAPES[size])), this.path(this.names[index]), constants.COPYFILE_FICLONE);
  }

  path(name) {
    return join(this.folder, `${name}.gguf`);
  }

  delete() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
