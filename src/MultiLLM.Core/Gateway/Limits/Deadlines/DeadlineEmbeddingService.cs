using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Selection;

namespace MultiLLM.Core.Gateway.Limits.Deadlines;

/// <summary>The embedding service's twin of <see cref="DeadlineChatClient"/>: vectors come all at once, so they must be there in time.</summary>
internal sealed class DeadlineEmbeddingService(IEmbeddingService inner, TimeProvider time, RequestDeadline? deadline = null) : IEmbeddingService
{
    public IEmbeddingService For(RequestOrigin origin) => new DeadlineEmbeddingService(inner.For(origin), time, origin.Deadline);

    public async Task<EmbeddingOutcome> EmbedAsync(IReadOnlyList<EmbedInput> inputs, EmbeddingWishes wishes, CancellationToken cancellationToken)
    {
        if (deadline is null)
            return await inner.EmbedAsync(inputs, wishes, cancellationToken);
        using var watch = new DeadlineWatch(deadline, time, cancellationToken);
        try
        {
            return await inner.EmbedAsync(inputs, wishes, watch.Token);
        }
        catch (Exception failure) when (watch.Caused(failure))
        {
            throw watch.Missed();
        }
    }
}
