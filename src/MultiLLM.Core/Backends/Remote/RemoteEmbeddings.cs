using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Backends.Sse;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>Embeddings of a model at one OpenAI-compatible server, in requests small enough that a caller who leaves stops the work soon. Vectors are L2-normalised here.</summary>
internal sealed class RemoteEmbeddings(RemoteCalls http, RemoteEndpoint endpoint, ModelDefinition model, TimeProvider time) : IRunnerEmbeddings
{
    private const string Path = "embeddings";
    private const int MaxInputs = 256;
    private const int MaxTextLength = 4 * 1024 * 1024;
    private const int MostDimensions = 65_536;

    public Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, CancellationToken cancellationToken) =>
        EmbedAsync(inputs, dimensions, extras: null, cancellationToken);

    public async Task<EmbeddingsResult> EmbedAsync(IReadOnlyList<EmbedInput> inputs, int? dimensions, RequestExtras? extras, CancellationToken cancellationToken)
    {
        var all = new EmbeddingsResult();
        for (var start = 0; start < inputs.Count;)
        {
            var part = new List<EmbedInput>();
            var length = 0;
            do
            {
                var input = inputs[start++];
                length += input.Text.Length + (4 * (input.Tokens?.Ids.Count ?? 0));
                part.Add(input);
            }
            while (start < inputs.Count && part.Count < MaxInputs && length < MaxTextLength);
            await EmbedAsync(part, dimensions, extras, all, cancellationToken);
        }
        return all;
    }

    private async Task EmbedAsync(List<EmbedInput> inputs, int? dimensions, RequestExtras? extras, EmbeddingsResult into, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var sentAt = time.GetTimestamp();
        using var clock = new StreamClock(endpoint.FirstOutputTimeout, time, cancellationToken);
        using var response = await http.SendAsync(endpoint, Path, Body(inputs, dimensions, extras), clock);
        JsonDocument read;
        try
        {
            read = (await ReplyJson.ReadAsync(response.Content, $"The server \"{endpoint.Name}\"", ReplyLimits.Default, clock.Token)).OrThrow();
        }
        catch (Exception failure) when (RemoteCalls.Of(failure, endpoint, clock) is { } error)
        {
            throw new MultiLLMException(error, failure);
        }
        using (read)
            Read(read.RootElement, inputs, into);
        into.Seconds += time.GetElapsedTime(sentAt).TotalSeconds;
    }

    private ReadOnlyMemory<byte> Body(List<EmbedInput> inputs, int? dimensions, RequestExtras? extras) => RequestBody.Write(json =>
    {
        json.WriteString("model", endpoint.Model);
        json.WriteStartArray("input");
        foreach (var input in inputs)
        {
            if (input.Tokens is not { } tokens)
            {
                json.WriteStringValue(input.Text);
                continue;
            }
            json.WriteStartArray();
            foreach (var id in tokens.Ids)
                json.WriteNumberValue(id);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        if (dimensions is { } wanted)
            json.WriteNumber("dimensions", wanted);
        json.WriteString("encoding_format", "float");
        RequestBody.Extras(json, extras, model);
    });

    private void Read(JsonElement root, List<EmbedInput> inputs, EmbeddingsResult into)
    {
        if (root.ValueKind is JsonValueKind.Object && root.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object)
            throw new MultiLLMException(RemoteFailure.InStream(endpoint, error, RemoteCalls.KeyOf(endpoint)));
        if (Json.Array(root, "data") is not { } data || data.GetArrayLength() != inputs.Count)
            throw Nonsense($"no list of {inputs.Count} vectors");
        var vectors = new EmbeddingVector?[inputs.Count];
        var place = 0;
        foreach (var item in data.EnumerateArray())
        {
            var index = Json.Count(item, "index") ?? place;
            if (index >= vectors.Length || vectors[index] is not null)
                throw Nonsense($"the vector of input {index} twice, or of one that is none");
            vectors[index] = new EmbeddingVector { Values = Vector(item) };
            place++;
        }
        if (vectors.Select(vector => vector!.Values.Length).Distinct().Count() > 1)
            throw Nonsense("vectors of different lengths");
        Count(root, inputs, vectors!);
        into.Vectors.AddRange(vectors!);
    }

    private ByteString Vector(JsonElement item)
    {
        if (Json.Array(item, "embedding") is not { } numbers || numbers.GetArrayLength() is 0 or > MostDimensions)
            throw Nonsense("something that is no vector");
        var values = new float[numbers.GetArrayLength()];
        var at = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            if (number.ValueKind is not JsonValueKind.Number || !number.TryGetSingle(out values[at]) || !float.IsFinite(values[at]))
                throw Nonsense("a vector with something that is no number");
            at++;
        }
        var norm = TensorPrimitives.Norm<float>(values);
        if (norm > 0)
            TensorPrimitives.Divide(values, norm, values);
        return ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
    }

    /// <summary>Servers count the tokens of all inputs together; each gets its share by length, and together they are the server's figure.</summary>
    private static void Count(JsonElement root, List<EmbedInput> inputs, EmbeddingVector[] vectors)
    {
        var lengths = inputs.ConvertAll(input => input.Tokens is { } tokens ? tokens.Ids.Count * 4L : input.Text.Length);
        var characters = Math.Max(1, lengths.Sum());
        var tokens = Json.Object(root, "usage") is { } usage ? Json.Count(usage, "prompt_tokens") : null;
        var total = tokens ?? ReplyReader.Estimate(characters);
        long given = 0, before = 0;
        for (var i = 0; i < vectors.Length; i++)
        {
            before += lengths[i];
            var share = (long)((decimal)total * before / characters) - given;
            vectors[i].Tokens = (uint)share;
            given += share;
        }
        vectors[^1].Tokens += (uint)(total - given);
    }

    private MultiLLMException Nonsense(string what) => new(RemoteFailure.Nonsense(endpoint, what));
}
