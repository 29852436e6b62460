using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Models.Fetching;

/// <summary>The downloads of all pages, as the person at this one may act on them.</summary>
public sealed class Downloads(SharedDownloads shared, MultiLLMClient person)
{
    public DownloadsView Current => shared.Current;

    /// <inheritdoc cref="SharedDownloads.Watch"/>
    public IDisposable Watch(Action<DownloadsView> changed) => shared.Watch(changed);

    /// <summary>Begins, or goes on with what was stopped.</summary>
    public void Start(PullRequest request) => shared.Start(request, person);

    /// <summary>Stops a download for everybody who waits for it.</summary>
    /// <param name="id">The model's.</param>
    /// <param name="discard">Delete what was fetched, too.</param>
    /// <returns>What went wrong; null: nothing.</returns>
    public Task<string?> StopAsync(string id, bool discard) => shared.StopAsync(id, discard, person);

    public void Dismiss(string id) => shared.Dismiss(id);
}
