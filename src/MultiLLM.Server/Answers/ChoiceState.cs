using System.Text;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Runners;

namespace MultiLLM.Server.Answers;

/// <summary>What is known so far of one answer.</summary>
internal sealed class ChoiceState(bool keepText)
{
    private readonly StringBuilder? _text = keepText ? new() : null;
    private List<TokenLogprob>? _logProbs;
    private UsageDetails? _usage;
    private string? _finishReason;

    public string Text => _text?.ToString() ?? "";
    public IReadOnlyList<TokenLogprob>? LogProbs => _logProbs;
    public GenerationStarted? Started { get; private set; }
    public GenerationFinished? Finished { get; private set; }

    /// <summary>What a remote server sent beyond text, put together; null: nothing.</summary>
    public ExtrasMerge? Extras { get; private set; }

    /// <summary>The counts of tokens are estimates.</summary>
    public bool IsEstimated { get; private set; }

    /// <summary>Null: nothing that is counted.</summary>
    public decimal? Cost { get; private set; }

    /// <summary>"stop" or "length"; "stop" where the client gave none.</summary>
    public string FinishReason => _finishReason ?? ChatFinishReason.Stop.Value;
    public int PromptTokens => (int?)Finished?.PromptTokens ?? (int?)Started?.PromptTokens ?? (int?)_usage?.InputTokenCount ?? 0;
    public int CachedTokens => (int?)Finished?.CachedTokens ?? (int?)Started?.CachedTokens ?? (int?)_usage?.CachedInputTokenCount ?? 0;
    public int CompletionTokens => (int?)Finished?.CompletionTokens ?? (int?)_usage?.OutputTokenCount ?? 0;

    public void Observe(ChatResponseUpdate update)
    {
        _finishReason = update.FinishReason?.Value ?? _finishReason;
        Started ??= update.Started;
        Finished = update.Finished ?? Finished;
        IsEstimated |= update.UsageIsEstimated;
        Cost = update.Cost ?? Cost;
        if (_text is not null && update.ReplyExtras is { } extras)
            (Extras ??= new ExtrasMerge()).Add(extras);
        if (_text is not null && update.LogProbs is { } tokens)
            (_logProbs ??= []).AddRange(tokens);
        foreach (var content in update.Contents)
            if (content is TextContent text)
                _text?.Append(text.Text);
            else if (content is UsageContent usage)
                _usage = usage.Details;
    }
}
