using MultiLLM.Core.Catalog;
using MultiLLM.Core.Comparisons;
using MultiLLM.Core.Comparisons.Votes;
using MultiLLM.Core.Errors;

namespace MultiLLM.Server.FunctionalTests.Fakes;

/// <summary>Keeps what it is told to start, and runs nothing.</summary>
internal sealed class FakeComparisons : IComparisons
{
    public List<Comparison> Started { get; } = [];
    public IReadOnlyList<Comparison> All => Started;

    public Result<Comparison> Start(ComparisonOrder order)
    {
        Started.Add(new Comparison
        {
            Id = "cmp-1", Order = order, Tasks = [.. order.Prompts.Select(_ => ModelTask.Chat)],
            Shown = [.. order.Prompts.Select(_ => Enumerable.Range(0, order.Models.Count).ToArray())], CreatedAt = DateTimeOffset.UnixEpoch,
        });
        return Started[^1];
    }

    public Result<Comparison> Find(string id) =>
        Started.Find(comparison => comparison.Id == id) is { } found ? found : new Error(ErrorCode.ComparisonNotFound, "There is none.", "id");

    public Result<Comparison> Stop(string id) => Find(id);

    public Task<Result<Comparison>> ChangedAsync(string id, long version, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Result<Comparison>> VoteAsync(string id, PromptVote vote, CancellationToken cancellationToken) => new(Find(id));

    public Result<Comparison> Rate(string id, AnswerPlace answer, double rating) => Find(id);

    public ValueTask<Result<EloTable>> EloAsync(ModelTask? task, CancellationToken cancellationToken) => throw new NotSupportedException();
}
