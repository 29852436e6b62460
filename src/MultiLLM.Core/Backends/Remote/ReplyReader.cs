using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Backends.Sse;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using FinishReason = MultiLLM.Contracts.Runner.FinishReason;

namespace MultiLLM.Core.Backends.Remote;

/// <summary>Reads the pieces of one answer, streamed or whole, and knows what came of it at the end.</summary>
/// <param name="endpoint">Who sends them.</param>
/// <param name="isCompletion">Of a prompt without a chat.</param>
/// <param name="key">Must not be shown.</param>
internal sealed class ReplyReader(RemoteEndpoint endpoint, bool isCompletion, string? key)
{
    private const int CharactersPerToken = 4;

    private readonly ToolCalls _tools = new();
    private Dictionary<string, JsonElement>? _reply;
    private Dictionary<string, JsonElement>? _choice;
    private string? _finishReason;
    private uint? _promptTokens;
    private uint? _completionTokens;
    private uint _cachedTokens;
    private long _characters;
    private uint _pieces;

    /// <summary>The model said that it is done.</summary>
    public bool HasFinished => _finishReason is not null;

    /// <summary>Null: the event brings no output. Fails with <see cref="MultiLLMException"/> where it is an error or makes no sense.</summary>
    public ChatResponseUpdate? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = ReplyJson.Parse(json, $"The server \"{endpoint.Name}\"", ReplyLimits.Default).OrThrow();
            return Read(document.RootElement);
        }
        catch (InvalidOperationException) // half a surrogate pair where text is expected
        {
            throw new MultiLLMException(RemoteFailure.Nonsense(endpoint, "text that is none"));
        }
    }

    /// <summary>How it ended, with the server's own figures, and where it gave none with estimates that say so.</summary>
    /// <param name="promptCharacters">Of the request, for an estimate.</param>
    /// <param name="timings">As measured here.</param>
    public ChatResponseUpdate Last(long promptCharacters, GenerationTimings timings)
    {
        var isEstimated = _promptTokens is null || _completionTokens is null;
        var finished = new GenerationFinished
        {
            Reason = _finishReason == "length" ? FinishReason.Length : FinishReason.Stop,
            PromptTokens = _promptTokens ?? Estimate(promptCharacters),
            CachedTokens = _cachedTokens,
            CompletionTokens = _completionTokens ?? (_pieces > 1 ? _pieces : Estimate(_characters)),
            Timings = timings,
        };
        var update = new ChatResponseUpdate(ChatRole.Assistant, [.. _tools.Contents(), new UsageContent(new UsageDetails
        {
            InputTokenCount = finished.PromptTokens,
            CachedInputTokenCount = finished.CachedTokens,
            OutputTokenCount = finished.CompletionTokens,
            TotalTokenCount = finished.PromptTokens + finished.CompletionTokens,
        })])
        {
            FinishReason = new ChatFinishReason(_finishReason ?? ChatFinishReason.Stop.Value),
            Finished = finished,
            UsageIsEstimated = isEstimated,
        };
        update.ReplyExtras = Beside(delta: null);
        return update;
    }

    /// <summary>Tokens that so many characters usually make.</summary>
    public static uint Estimate(long characters) => characters <= 0 ? 0 : (uint)Math.Clamp((characters + CharactersPerToken - 1) / CharactersPerToken, 1, uint.MaxValue);

    private ChatResponseUpdate? Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object)
            throw new MultiLLMException(RemoteFailure.Nonsense(endpoint, "an event that is no JSON object"));
        if (root.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object or JsonValueKind.String)
            throw new MultiLLMException(RemoteFailure.InStream(endpoint, error, key));
        ReadUsage(root);
        Merge(ref _reply, Json.Passable(root, "id", "object", "created", "model", "choices", "usage", "error", "timings", "multillm"));
        if (Json.Array(root, "choices") is not { } choices || choices.GetArrayLength() == 0 || choices[0].ValueKind is not JsonValueKind.Object)
            return null;
        var choice = choices[0];
        _finishReason = Json.Text(choice, "finish_reason") ?? _finishReason;
        Merge(ref _choice, Json.Others(choice, "index", "delta", "message", "text", "finish_reason", "logprobs"));
        return isCompletion
            ? Piece(Json.Text(choice, "text"), RemoteLogProbs.OfCompletion(choice), delta: null)
            : ReadDelta(choice, Json.Object(choice, "delta") ?? Json.Object(choice, "message"));
    }

    private ChatResponseUpdate? ReadDelta(JsonElement choice, JsonElement? delta)
    {
        var logProbs = RemoteLogProbs.OfChat(choice);
        if (delta is not { } some)
            return Piece(null, logProbs, delta: null);
        _tools.Add(some);
        return Piece(Json.Text(some, "content"), logProbs, Json.Others(some, "role", "content"));
    }

    private ChatResponseUpdate? Piece(string? text, IReadOnlyList<TokenLogprob>? logProbs, Dictionary<string, JsonElement>? delta)
    {
        delta = WithoutNothing(delta);
        if (string.IsNullOrEmpty(text) && logProbs is null && delta is null)
            return null;
        var tokens = (uint)(logProbs?.Count ?? 1);
        _pieces += tokens;
        _characters += text?.Length ?? 0;
        return new ChatResponseUpdate(ChatRole.Assistant, [new TextContent(text)])
        {
            RawRepresentation = new GenerationDelta { Tokens = tokens },
            LogProbs = logProbs,
            ReplyExtras = Beside(delta),
        };
    }

    /// <summary>What stands beside the text; told once.</summary>
    private ReplyExtras? Beside(Dictionary<string, JsonElement>? delta)
    {
        var extras = _reply is null && _choice is null && delta is null ? null : new ReplyExtras(_reply, _choice, delta);
        (_reply, _choice) = (null, null);
        return extras;
    }

    /// <summary>Empty texts and lists, with which some servers open a stream, are no output.</summary>
    private static Dictionary<string, JsonElement>? WithoutNothing(Dictionary<string, JsonElement>? delta)
    {
        if (delta is null)
            return null;
        foreach (var (name, value) in delta)
        {
            if ((value.ValueKind is JsonValueKind.String && value.ValueEquals("")) || (value.ValueKind is JsonValueKind.Array && value.GetArrayLength() == 0))
                delta.Remove(name);
        }
        return delta.Count > 0 ? delta : null;
    }

    private static void Merge(ref Dictionary<string, JsonElement>? all, Dictionary<string, JsonElement>? more)
    {
        if (all is null)
        {
            all = more;
            return;
        }
        foreach (var (name, value) in more ?? [])
            all[name] = value;
    }

    private void ReadUsage(JsonElement root)
    {
        if (Json.Object(root, "usage") is not { } usage)
            return;
        _promptTokens = (uint?)Json.Count(usage, "prompt_tokens") ?? _promptTokens;
        _completionTokens = (uint?)Json.Count(usage, "completion_tokens") ?? _completionTokens;
        if (Json.Object(usage, "prompt_tokens_details") is { } details && Json.Count(details, "cached_tokens") is { } cached)
            _cachedTokens = (uint)cached;
    }
}
