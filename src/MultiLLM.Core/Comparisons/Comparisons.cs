using Microsoft.Extensions.AI;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Comparisons;

internal sealed class Comparisons(ComparisonBook book, IRequestReader reader, AnalyticsStore store, IFeedback feedback, TimeProvider time) : IComparisons
{
    public IReadOnlyList<Comparison> All => book.All;

    public Result<Comparison> Start(ComparisonOrder order) => book.Add(new Comparison
    {
        Id = $"cmp-{Guid.NewGuid():N}",
        Order = order,
        Tasks = [.. order.Prompts.Select(prompt => prompt.Task ?? reader.Read([new ChatMessage(ChatRole.User, prompt.Text)], null).Reading.Task)],
        Shown = [.. order.Prompts.Select(_ => ShownOrder(order))],
        CreatedAt = time.GetUtcNow(),
    });

    public Result<Comparison> Find(string id) => book.Find(id);

    public Result<Comparison> Stop(string id) => book.Stop(id);

    public Task<Result<Comparison>> ChangedAsync(string id, long version, CancellationToken cancellationToken) => book.ChangedAsync(id, version, cancellationToken);

    public async ValueTask<Result<Comparison>> VoteAsync(string id, PromptVote vote, CancellationToken cancellationToken)
    {
        var found = book.Find(id);
        if (!found.IsSuccess)
            return found;
        if (ComparisonBook.Hindrance(found.Value, vote) is { } hindrance)
            return hindrance;
        var pairs = VotePairs.Of(found.Value, vote, time.GetUtcNow());
        try
        {
            await store.SetVotesAsync(id, vote.Prompt, pairs, cancellationToken);
        }
        catch (Exception error) when (store.Dialect.TroubleOf(error) is not null)
        {
            return Unavailable(error);
        }
        foreach (var pair in pairs.Where(pair => pair.Winner is not null))
            feedback.Preferred($"{id}:{vote.Prompt}:{pair.ModelA}:{pair.ModelB}", pair.Winner!, pair.Loser!, pair.Task);
        return book.Change(id, comparison => comparison with { Votes = comparison.Votes.SetItem(vote.Prompt, vote) });
    }

    public Result<Comparison> Rate(string id, AnswerPlace answer, double rating)
    {
        var found = book.Find(id);
        if (!found.IsSuccess)
            return found;
        if (found.Value.Answers.GetValueOrDefault(answer) is not { Failure: null })
            return new Error(ErrorCode.ComparisonUnfinished, $"There is no such answer to prompt {answer.Prompt} (yet).", "prompt");
        return book.Change(id, comparison => comparison with { Ratings = comparison.Ratings.SetItem(answer, rating) });
    }

    public async ValueTask<Result<EloTable>> EloAsync(ModelTask? task, CancellationToken cancellationToken)
    {
        try
        {
            return EloTable.Of(await store.VotesAsync(task, cancellationToken));
        }
        catch (Exception error) when (store.Dialect.TroubleOf(error) is not null)
        {
            return Unavailable(error);
        }
    }

    private static int[] ShownOrder(ComparisonOrder order)
    {
        int[] models = [.. Enumerable.Range(0, order.Models.Count)];
        if (order.Blind)
            Random.Shared.Shuffle(models);
        return models;
    }

    private static Error Unavailable(Exception error) =>
        new(ErrorCode.AnalyticsUnavailable, $"The database of votes does not answer: {error.Message}", RetryAfter: TimeSpan.FromSeconds(5));
}
