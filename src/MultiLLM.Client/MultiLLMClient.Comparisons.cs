using System.Runtime.CompilerServices;
using MultiLLM.Client.Http;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Client;

/// <summary>Models on the same prompts, side by side, and votes on their answers.</summary>
public sealed partial class MultiLLMClient
{
    /// <summary>Begins a comparison, which then runs in the background.</summary>
    public Task<ComparisonInfo> StartComparisonAsync(ComparisonRequest request, CancellationToken cancellationToken = default) =>
        PostAsync("analytics/comparisons", request, Json.ComparisonRequest, Json.ComparisonInfo, cancellationToken);

    /// <summary>Newest first, without prompts and answers.</summary>
    public Task<ComparisonList> ListComparisonsAsync(CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "analytics/comparisons", null, Json.ComparisonList, cancellationToken);

    /// <summary>How it stands; "comparison_not_found" once it is forgotten.</summary>
    public Task<ComparisonInfo> GetComparisonAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, ComparisonPath(id), null, Json.ComparisonInfo, cancellationToken);

    /// <summary>Its progress, then one event with <see cref="ComparisonEvent.Result"/>. Leaving the loop does not stop the comparison.</summary>
    public async IAsyncEnumerable<ComparisonEvent> FollowComparisonAsync(string id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var data in _transport.StreamAsync(HttpMethod.Get, ComparisonPath(id) + "?follow=true", null, cancellationToken).ConfigureAwait(false))
        {
            var happened = _transport.ParseEvent(data, Json.ComparisonEvent);
            if (happened.Error is { } error)
            {
                throw ErrorEvent(error);
            }

            yield return happened;
            if (happened.Result is not null)
            {
                yield break;
            }
        }

        throw ApiTransport.Truncated();
    }

    /// <summary>Stops one that is not over, and forgets one that is.</summary>
    public Task<ComparisonInfo> StopComparisonAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, ComparisonPath(id), null, Json.ComparisonInfo, cancellationToken);

    /// <summary>Says which answer to a prompt is best, once; then it is told who gave which.</summary>
    public Task<ComparisonInfo> VoteAsync(string comparisonId, ComparisonVote vote, CancellationToken cancellationToken = default) =>
        PostAsync(ComparisonPath(comparisonId) + "/votes", vote, Json.ComparisonVote, Json.ComparisonInfo, cancellationToken);

    /// <summary>Says how good an answer is; again to change it.</summary>
    public Task<ComparisonInfo> RateAsync(string comparisonId, ComparisonRating rating, CancellationToken cancellationToken = default) =>
        PostAsync(ComparisonPath(comparisonId) + "/ratings", rating, Json.ComparisonRating, Json.ComparisonInfo, cancellationToken);

    /// <summary>What all votes come to, or those on one task such as "code".</summary>
    public Task<EloReply> GetEloAsync(string? task = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Get, "analytics/elo" + (task is null ? "" : "?task=" + Uri.EscapeDataString(task)), null, Json.EloReply, cancellationToken);

    private static string ComparisonPath(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return "analytics/comparisons/" + Uri.EscapeDataString(id);
    }
}
