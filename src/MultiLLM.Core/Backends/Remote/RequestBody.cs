using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>
/// Bodies of requests to remote servers. What the request says and else the model's own defaults; a field that neither sets is left out, so that servers that do not know it
/// take the request too. The caller's unknown members come last and override nothing.
/// </summary>
internal static class RequestBody
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Chat(RemoteEndpoint endpoint, ModelDefinition model, IEnumerable<ChatMessage> messages, ChatOptions? options) => Write(json =>
    {
        Head(json, endpoint);
        MessagesBody.Write(json, messages, options?.Instructions);
        Generation(json, model, options);
        if (options is GenerationOptions { LogProbs: true } local)
        {
            json.WriteBoolean("logprobs", true);
            if (local.TopLogProbs > 0)
                json.WriteNumber("top_logprobs", local.TopLogProbs);
        }
        Extras(json, options as GenerationOptions, model);
    });

    /// <summary>A prompt without a chat.</summary>
    public static ReadOnlyMemory<byte> Completion(RemoteEndpoint endpoint, ModelDefinition model, RawPrompt prompt, GenerationOptions options) => Write(json =>
    {
        Head(json, endpoint);
        if (prompt.Tokens is { } tokens)
            WriteIds(json, "prompt", tokens);
        else
            json.WriteString("prompt", prompt.Text);
        Generation(json, model, options);
        if (options.LogProbs)
            json.WriteNumber("logprobs", options.TopLogProbs);
        Extras(json, options, model);
    });

    public static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    public static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyList<int> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
            json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    /// <param name="json">Where to.</param>
    /// <param name="extras">Null: none.</param>
    /// <param name="model">May have been told to hand none on.</param>
    public static void Extras(Utf8JsonWriter json, RequestExtras? extras, ModelDefinition model)
    {
        if (extras is null || model.Backend is RemoteBackend { PassesUnknownFields: false })
            return;
        foreach (var (name, value) in extras.Members)
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    private static void Extras(Utf8JsonWriter json, GenerationOptions? options, ModelDefinition model) => Extras(json, options?.Extras, model);

    private static void Head(Utf8JsonWriter json, RemoteEndpoint endpoint)
    {
        json.WriteString("model", endpoint.Model);
        json.WriteBoolean("stream", true);
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
    }

    private static void Generation(Utf8JsonWriter json, ModelDefinition model, ChatOptions? options)
    {
        var (local, defaults) = (options as GenerationOptions, model.Sampling);
        if (options?.MaxOutputTokens is > 0 and var most)
            json.WriteNumber(local?.MaxTokensField ?? "max_tokens", most);
        Number(json, "temperature", options?.Temperature ?? defaults.Temperature);
        Number(json, "top_p", options?.TopP ?? defaults.TopP);
        if ((options?.TopK ?? defaults.TopK) is { } topK)
            json.WriteNumber("top_k", topK);
        Number(json, "min_p", local?.MinP ?? defaults.MinP);
        Number(json, "typical_p", local?.TypicalP);
        if ((local?.RepeatPenalty ?? defaults.RepeatPenalty) is { } repeat)
        {
            json.WriteNumber("repeat_penalty", Shortest(repeat)); // llama.cpp's name
            json.WriteNumber("repetition_penalty", Shortest(repeat)); // vLLM's and SGLang's
        }
        if (local?.RepeatLastN is { } lastN)
            json.WriteNumber("repeat_last_n", lastN);
        Number(json, "presence_penalty", options?.PresencePenalty);
        Number(json, "frequency_penalty", options?.FrequencyPenalty);
        if (options?.Seed is { } seed)
            json.WriteNumber("seed", seed);
        if (options?.StopSequences is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop");
            foreach (var stop in stops)
                json.WriteStringValue(stop);
            json.WriteEndArray();
        }
        if (local?.LogitBias is { Count: > 0 } biases)
        {
            json.WriteStartObject("logit_bias");
            foreach (var (token, bias) in biases)
                json.WriteNumber(token.ToString(System.Globalization.CultureInfo.InvariantCulture), Shortest(bias));
            json.WriteEndObject();
        }
        if (local?.IgnoreEos is true)
            json.WriteBoolean("ignore_eos", true);
        Format(json, options?.ResponseFormat, local?.Grammar);
    }

    private static void Format(Utf8JsonWriter json, ChatResponseFormat? format, string? grammar)
    {
        if (grammar is not null)
        {
            if (format is ChatResponseFormatJson)
                throw new MultiLLMException(new Error(ErrorCode.InvalidRequest, "A grammar and a JSON response format exclude each other.", "grammar"));
            json.WriteString("grammar", grammar);
        }
        if (format is not ChatResponseFormatJson wanted)
            return;
        json.WriteStartObject("response_format");
        json.WriteString("type", wanted.Schema is null ? "json_object" : "json_schema");
        if (wanted.Schema is { } schema)
        {
            json.WriteStartObject("json_schema");
            json.WriteString("name", string.IsNullOrEmpty(wanted.SchemaName) ? "answer" : wanted.SchemaName);
            if (wanted.SchemaDescription is { } description)
                json.WriteString("description", description);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteBoolean("strict", true);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, float? value)
    {
        if (value is { } number)
            json.WriteNumber(name, Shortest(number));
    }

    /// <summary>0.7 as 0.7, and not as the next float to it.</summary>
    private static decimal Shortest(float number) => (decimal)number;
}
