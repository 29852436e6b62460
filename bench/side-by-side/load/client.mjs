// One request to a server that speaks the OpenAI API, with the times at which things came back.
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const PATHS = { chat: '/v1/chat/completions', completions: '/v1/completions', embeddings: '/v1/embeddings' };

/**
 * @typedef {object} Answer
 * @property {boolean} ok                Status 200, no error in the body or the stream.
 * @property {number} status
 * @property {string} [error]
 * @property {number} milliseconds       From sending to the last byte.
 * @property {number} [firstTokenMilliseconds]  To the first event that carries text.
 * @property {number} [lastTokenMilliseconds]
 * @property {string} text
 * @property {object} [usage]
 * @property {object} [timings]          What the server itself says, where it does.
 * @property {object} [body]             The parsed body of an answer that is no stream.
 */

export class Client {
  #url;
  #agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
  #timeout;

  constructor(url, timeoutSeconds = 300) {
    this.#url = new URL(url);
    this.#timeout = timeoutSeconds * 1000;
  }

  /** @param {'chat'|'completions'|'embeddings'} api  @returns {Promise<Answer>} */
  send(api, body) {
    return this.post(PATHS[api], body);
  }

  /** @returns {Promise<Answer>} */
  async post(path, body) {
    const first = await this.#exchange('POST', path, body, this.#agent);
    // a server may close a kept connection just as it is used again; that says nothing about the server's speed
    return first.closedBeforeUse ? this.#exchange('POST', path, body, undefined) : first;
  }

  /** @returns {Promise<Answer>} */
  get(path) {
    return this.#exchange('GET', path, undefined, this.#agent);
  }

  /**
   * Sends a request and breaks the connection off `milliseconds` later, counted from the first text where it is a stream.
   * Returns the moment, as performance.now().
   */
  async abandon(api, body, milliseconds) {
    const data = Buffer.from(JSON.stringify(body));
    const request = http.request(this.#options('POST', PATHS[api], data, false));
    request.on('error', () => {});
    const started = new Promise(resolve => request.on('response', response => response.once('data', resolve)));
    request.end(data);
    await (body.stream ? Promise.race([started, sleep(30_000)]) : Promise.resolve());
    await sleep(milliseconds);
    request.destroy();
    return performance.now();
  }

  /** Open ones, in use or kept for the next request. */
  get connections() {
    return [...Object.values(this.#agent.sockets), ...Object.values(this.#agent.freeSockets)].flat().length;
  }

  close() {
    this.#agent.destroy();
  }

  #options(method, path, data, agent) {
    const headers = data ? { 'content-type': 'application/json', 'content-length': data.length } : {};
    return { host: this.#url.hostname, port: this.#url.port, path, method, agent, headers, timeout: this.#timeout };
  }

  #exchange(method, path, body, agent) {
    const data = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const reader = body?.stream ? new StreamReader() : new BodyReader();
    return new Promise(resolve => {
      const start = performance.now();
      const finish = extra => resolve({ ...reader.answer(), ...extra, milliseconds: performance.now() - start });
      const request = http.request(this.#options(method, path, data, agent ?? false), response => {
        response.setEncoding('utf8');
        response.on('data', text => reader.read(text, performance.now() - start, response.statusCode));
        response.on('end', () => finish({ status: response.statusCode, ...failure(response.statusCode, reader) }));
        response.on('error', error => finish({ status: response.statusCode, ok: false, error: String(error) }));
      });
      request.on('timeout', () => request.destroy(new Error('timeout')));
      request.on('error', error => {
        const closedBeforeUse = request.reusedSocket && !reader.started && ['ECONNRESET', 'EPIPE'].includes(error.code);
        finish({ status: 0, ok: false, error: error.code ?? String(error), closedBeforeUse });
      });
      request.end(data);
    });
  }
}

const failure = (status, reader) => {
  const error = reader.error ?? (status === 200 ? undefined : `status ${status}`);
  return error ? { ok: false, error } : { ok: true };
};

const messageOf = error => error?.message ?? JSON.stringify(error);

class BodyReader {
  started = false;
  error;
  #text = '';

  read(text) {
    this.started = true;
    this.#text += text;
  }

  answer() {
    let body;
    try {
      body = JSON.parse(this.#text);
    } catch {
      this.error ??= `no JSON: ${this.#text.slice(0, 100)}`;
      return { text: this.#text };
    }
    if (body.error) this.error = messageOf(body.error);
    const choice = body.choices?.[0];
    return { body, text: choice?.message?.content ?? choice?.text ?? '', usage: body.usage, timings: body.timings };
  }
}

class StreamReader {
  started = false;
  error;
  #answer = { text: '' };
  #rest = '';

  read(text, milliseconds, status) {
    this.started = true;
    this.#rest += text;
    if (status !== 200) {
      this.error = this.#rest.slice(0, 200);
      return;
    }
    const lines = this.#rest.split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      const data = line.startsWith('data:') ? line.slice(5).trim() : '';
      if (data && data !== '[DONE]') this.#take(JSON.parse(data), milliseconds);
    }
  }

  answer() {
    return this.#answer;
  }

  #take(event, milliseconds) {
    if (event.error) this.error = messageOf(event.error);
    const choice = event.choices?.[0];
    const text = choice?.delta?.content ?? choice?.text ?? '';
    if (text) {
      this.#answer.firstTokenMilliseconds ??= milliseconds;
      this.#answer.lastTokenMilliseconds = milliseconds;
      this.#answer.text += text;
    }
    this.#answer.usage = event.usage ?? this.#answer.usage;
    this.#answer.timings = event.timings ?? this.#answer.timings;
  }
}
