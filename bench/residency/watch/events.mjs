// Our server's events, read every second: it keeps only the newest.
import { requireOk } from '../../side-by-side/load/generate.mjs';

const READ_MILLISECONDS = 1000;

export class EventWatch {
  events = [];
  #client;
  #lastId;
  #timer;
  #reading;

  /** Begins with what happens from now on. */
  static async start(client) {
    const watch = new EventWatch();
    watch.#client = client;
    watch.#lastId = (await watch.#page(0)).last_id;
    watch.#timer = setInterval(() => { watch.#reading ??= watch.#read().finally(() => { watch.#reading = undefined; }); }, READ_MILLISECONDS);
    return watch;
  }

  /** All of them are in `events` afterwards. */
  async stop() {
    clearInterval(this.#timer);
    await this.#reading;
    await this.#read();
  }

  of(kind) {
    return this.events.filter(event => event.kind === kind);
  }

  async #read() {
    const { events, last_id: lastId, missed } = await this.#page(this.#lastId);
    if (missed) throw new Error('some of the events were no longer kept when they were read');
    this.events.push(...events);
    this.#lastId = lastId;
  }

  async #page(after) {
    const [answer] = requireOk([await this.#client.get(`/system/events?follow=false&after=${after}`)]);
    return answer.body;
  }
}
