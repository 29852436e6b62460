using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Models.Acting;

/// <summary>Changes models for a page, and lets all pages look at once. What goes wrong comes back as a sentence; null: it went well.</summary>
public sealed class ModelActions(MultiLLMClient client, LiveFeed feed)
{
    public Task<string?> LoadAsync(string id, LoadRequest? request = null) => TryAsync(client.LoadModelAsync(id, request ?? new LoadRequest()));

    public Task<string?> UnloadAsync(string id) => TryAsync(client.UnloadModelAsync(id));

    /// <summary>Takes it out of memory and brings it back.</summary>
    public async Task<string?> ReloadAsync(string id) => await UnloadAsync(id) ?? await LoadAsync(id);

    public Task<string?> PinAsync(string id, bool pinned) => TryAsync(pinned ? client.PinModelAsync(id) : client.UnpinModelAsync(id));

    public Task<string?> RemoveAsync(string id) => TryAsync(client.RemoveModelAsync(id));

    public Task<string?> ImportAsync(ImportRequest request) => TryAsync(client.ImportModelAsync(request));

    private async Task<string?> TryAsync<T>(Task<T> asked)
    {
        var answer = await Loading<T>.OfAsync(asked);
        feed.Refresh();
        return answer.Failure;
    }
}
