using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.OpenAI;

/// <summary>A valid <c>POST /v1/chat/completions</c>.</summary>
internal sealed record ChatCall(
    IReadOnlyList<ChatMessage> Messages, GenerationOptions Options, int Choices, bool Stream, bool IncludeUsage)
{
    public IReadOnlyList<Generation> Generations =>
        [.. Enumerable.Range(0, Choices).Select(choice => new Generation(Messages, Options.ForChoice(choice)))];
}

internal static class ChatRequestReader
{
    public static Result<ChatCall> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var options = SamplingReader.Read(fields, limits);
        options.MaxOutputTokens = MaxTokens(fields);
        ResponseFormatReader.Read(fields, limits, into: options);
        options.Extras = RequestExtras.Of(body.RootElement);
        options.MaxTokensField = fields.TryGet(NewMaxTokens, out _) ? NewMaxTokens : null;
        options.LogProbs = fields.Flag("logprobs") ?? false;
        options.TopLogProbs = fields.Integer("top_logprobs", 0, SamplingReader.MaxTopLogProbs) ?? 0;
        if (options is { TopLogProbs: > 0, LogProbs: false })
            fields.Report("top_logprobs", "needs logprobs: true");
        var reader = new MessageReader(fields, limits);
        var messages = reader.Read();
        options.RemoteOnlyField = Tools(fields) ?? reader.ToolCallsField;
        var (stream, includeUsage) = StreamFields.Read(fields);
        var call = new ChatCall(messages, options, fields.Integer("n", 1, limits.MaxChoices) ?? 1, stream, includeUsage);
        return problem.Error is { } error ? error : call;
    }

    private const string NewMaxTokens = "max_completion_tokens";

    private static int? MaxTokens(Fields fields)
    {
        var old = fields.Integer("max_tokens", 1);
        var current = fields.Integer(NewMaxTokens, 1);
        if (old is not null && current is not null && old != current)
            fields.Report("max_tokens", $"is the old name of max_completion_tokens, but they differ: {old} and {current}");
        return current ?? old;
    }

    /// <summary>The field that gives tools, unless the request declines to have them called; null: none.</summary>
    private static string? Tools(Fields fields)
    {
        foreach (var (list, choice) in ((string, string)[])[("tools", "tool_choice"), ("functions", "function_call")])
        {
            var declined = fields.TryGet(choice, out var chosen) && chosen.ValueKind is JsonValueKind.String && chosen.ValueEquals("none");
            if (!declined && fields.Array(list, 0, int.MaxValue) is { } tools && tools.GetArrayLength() > 0)
                return list;
        }
        return null;
    }
}

internal static class StreamFields
{
    public static (bool Stream, bool IncludeUsage) Read(Fields fields)
    {
        var stream = fields.Flag("stream") ?? false;
        var options = fields.Object("stream_options");
        if (options is not null && !stream)
            fields.Report("stream_options", "is allowed only with stream: true");
        return (stream, options?.Flag("include_usage") ?? false);
    }
}
