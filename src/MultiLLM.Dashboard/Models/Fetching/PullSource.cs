using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Models.Fetching;

/// <summary>What to ask for to go on with a download.</summary>
internal static class PullSource
{
    private const string Hub = "hf:";

    /// <summary>A download's source names its file and revision, so that the same bytes are fetched under the same id, whatever it was begun with.</summary>
    public static PullRequest Again(PullStatus status) => status.Source.StartsWith(Hub, StringComparison.Ordinal)
        ? new PullRequest { ModelId = status.Source, As = status.Id }
        : new PullRequest { ModelId = status.Id };
}
