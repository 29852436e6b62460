// Uses the official package as any program would; MULTILLM_URL is a service with scripted models.
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { APIConnectionError, APIError, APIUserAbortError, BadRequestError, ConflictError, InternalServerError, NotFoundError, RateLimitError } from "openai";

const client = new OpenAI({ baseURL: `${process.env.MULTILLM_URL}/v1`, apiKey: "none", maxRetries: 0, timeout: 15_000 });
const ask = (content, more = {}) => client.chat.completions.create({ model: "auto", messages: [{ role: "user", content }], ...more });
const caught = async (promise) => promise.then(() => assert.fail("no error was raised"), (error) => error);

test("chat answers", async () => {
  const answer = await ask("say hello world");
  assert.equal(answer.choices[0].message.content, "hello world");
  assert.equal(answer.choices[0].finish_reason, "stop");
  assert.equal(answer.model, "tiny-chat");
  assert.deepEqual(answer.usage, { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9, prompt_tokens_details: { cached_tokens: 3 } });
});

test("chat streams pieces, then usage", async () => {
  const pieces = [];
  let usage;
  for await (const chunk of await ask("say a b c", { stream: true, stream_options: { include_usage: true } })) {
    if (chunk.choices[0]?.delta.content) pieces.push(chunk.choices[0].delta.content);
    usage ??= chunk.usage;
  }
  assert.deepEqual(pieces, ["a", " b", " c"]);
  assert.equal(usage.completion_tokens, 3);
});

test("the stream helper assembles the whole answer", async () => {
  const runner = client.chat.completions.stream({ model: "auto", messages: [{ role: "user", content: "say one two" }], logprobs: true, top_logprobs: 2 });
  const answer = await runner.finalChatCompletion();
  assert.equal(answer.choices[0].message.content, "one two");
  assert.equal(answer.choices[0].logprobs.content.length, 2);
});

test("a stream can be aborted", async () => {
  const stream = await ask("endless", { stream: true });
  let pieces = 0;
  for await (const _ of stream) if (++pieces === 5) break;
  assert.equal(stream.controller.signal.aborted, true);
});

test("a request can be aborted before its answer", async () => {
  const abort = new AbortController();
  const answer = client.chat.completions.create({ model: "auto", messages: [{ role: "user", content: "silent" }] }, { signal: abort.signal });
  setTimeout(() => abort.abort(), 50);
  assert.ok((await caught(answer)) instanceof APIUserAbortError);
});

test("a JSON schema is followed and parsed", async () => {
  const schema = { type: "object", properties: { answer: { type: "integer" } }, required: ["answer"], additionalProperties: false };
  const answer = await client.chat.completions.parse({
    model: "auto",
    messages: [{ role: "user", content: "x" }],
    response_format: { type: "json_schema", json_schema: { name: "reply", strict: true, schema } },
  });
  assert.equal(JSON.parse(answer.choices[0].message.content).answer, 42);
});

for (const [type, status, code, promise] of [
  [BadRequestError, 400, "invalid_request", () => ask("x", { temperature: 7 })],
  [BadRequestError, 400, "context_length_exceeded", () => ask("fail ContextLengthExceeded")],
  [NotFoundError, 404, "model_not_found", () => ask("x", { model: "nonesuch" })],
  [NotFoundError, 404, "not_found", () => client.post("/nonesuch", { body: {} })],
  [ConflictError, 409, "model_busy", () => ask("fail ModelBusy")],
  [RateLimitError, 429, "queue_full", () => ask("fail QueueFull")],
  [InternalServerError, 502, "runner_crashed", () => ask("fail RunnerCrashed")],
  [InternalServerError, 503, "shutting_down", () => ask("fail ShuttingDown")],
])
  test(`${code} is a ${type.name}`, async () => {
    const error = await caught(promise());
    assert.ok(error instanceof type, `${error}`);
    assert.equal(error.status, status);
    assert.equal(error.code, code);
  });

test("a bad value names its field", async () => {
  const error = await caught(ask("x", { top_p: "high" }));
  assert.equal(error.param, "top_p");
  assert.match(error.message, /top_p must be a number above 0, at most 1; got "high"/);
});

test("a failure in the middle of a stream is raised with its code, every time", async () => {
  for (let i = 0; i < 20; i++) {
    let text = "";
    const error = await caught((async () => {
      for await (const chunk of await ask("say a b then fail RunnerCrashed", { stream: true })) text += chunk.choices[0]?.delta.content ?? "";
    })());
    assert.equal(text, "a b");
    assert.ok(error instanceof APIError && !(error instanceof APIConnectionError), `${error}`);
    assert.equal(error.code, "runner_crashed");
  }
});

test("text completions answer and stream", async () => {
  const whole = await client.completions.create({ model: "tiny-chat", prompt: ["say a b", [1, 2]], logprobs: 1 }).then(() => null, (error) => error);
  assert.equal(whole, null);
  let text = "";
  for await (const event of await client.completions.create({ model: "tiny-chat", prompt: "say a b", stream: true })) text += event.choices[0].text;
  assert.equal(text, "a b");
});

test("embeddings come as Base64 by default and as numbers when asked", async () => {
  const packed = await client.embeddings.create({ model: "auto", input: ["aab", "h"] });
  const numbers = await client.embeddings.create({ model: "auto", input: ["aab", "h"], encoding_format: "float" });
  assert.equal(packed.data.length, 2);
  assert.deepEqual([...packed.data[0].embedding], [...Float32Array.from(numbers.data[0].embedding)]);
  assert.equal(packed.data[1].embedding[7], 1);
});

test("what is asked of the choice goes along, and what was chosen comes back", async () => {
  const { data, response } = await client.chat.completions
    .create({ model: "auto:quality", messages: [{ role: "user", content: "say a" }], multillm: { max_seconds: 60, deny_models: ["tiny-code"] } }).withResponse();
  assert.equal(response.headers.get("x-multillm-preference"), "quality");
  assert.equal(data.multillm.preference.name, "quality");
  assert.equal(data.multillm.decision_id, response.headers.get("x-multillm-decision"));
  const refused = await caught(ask("x", { multillm: { max_second: 60 } }));
  assert.ok(refused instanceof BadRequestError);
  assert.equal(refused.param, "multillm.max_second");
});

test("models are listed and found", async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.deepEqual(ids, ["auto", "auto:fast", "auto:balanced", "auto:quality", "tiny-chat", "tiny-code", "tiny-embed"]);
  assert.equal((await client.models.retrieve("small")).id, "tiny-chat");
  assert.ok((await caught(client.models.retrieve("nonesuch"))) instanceof NotFoundError);
});
