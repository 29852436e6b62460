using Microsoft.Extensions.AI;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection;

/// <summary>Which model would be chosen, and why, without running or loading anything.</summary>
public interface IModelAdvisor
{
    /// <summary>For a conversation whose last message is the request. Installed models only, ranked exactly as a request would be.</summary>
    ValueTask<Result<Advice>> AdviseAsync(IReadOnlyList<ChatMessage> conversation, ChatOptions? options, CancellationToken cancellationToken);

    /// <summary>
    /// Known models that are not installed and would serve the request better than the best installed one, each with what it would take; those that
    /// cannot fit this machine are left out. Best first, at most <paramref name="limit"/>.
    /// </summary>
    ValueTask<IReadOnlyList<Prospect>> ProspectsAsync(Advice advice, int limit, CancellationToken cancellationToken);
}

/// <param name="Reading">What the request asks for.</param>
/// <param name="Signs">What else it shows.</param>
/// <param name="Preference">Asked for, or the default.</param>
/// <param name="Candidates">All installed models, best first, those ruled out last.</param>
/// <param name="Reason">Why the first one, or why none; one sentence.</param>
public sealed record Advice(
    TaskReading Reading, RequestSigns Signs, Preference Preference, IReadOnlyList<RankedCandidate> Candidates, string Reason)
{
    internal RequestFeatures Features { get; init; } = new();

    /// <summary>Estimated.</summary>
    public int PromptTokens => Features.PromptTokens;

    /// <summary>To expect.</summary>
    public int AnswerTokens => Features.AnswerTokens;

    /// <summary>The conversation so far; null: it begins here, or nothing of it is remembered.</summary>
    public ConversationState? Conversation => Features.Conversation;
}

/// <param name="Entry">What the catalog knows of it.</param>
/// <param name="Quality">Expected for the request, 0 to 10.</param>
/// <param name="Seconds">Expected to the full answer, once loaded.</param>
/// <param name="DownloadBytes">To fetch; null: not known.</param>
/// <param name="MemoryBytes">Predicted; null: not known.</param>
/// <param name="Reason">One sentence.</param>
public sealed record Prospect(CatalogEntry Entry, double Quality, double Seconds, long? DownloadBytes, long? MemoryBytes, string Reason);
