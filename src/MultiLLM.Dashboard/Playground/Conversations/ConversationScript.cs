using Microsoft.JSInterop;
using MultiLLM.Dashboard.Scripts;

namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>The browser's storage (wwwroot/conversations.js).</summary>
public sealed class ConversationScript(IJSRuntime browser) : ScriptModule(browser, "./ui/conversations.js")
{
    /// <summary>Null: the browser allows no storage, or is gone.</summary>
    internal Task<StoredEntry[]?> ListAsync() => CallAsync<StoredEntry[]>("list");

    /// <summary>Read as a stream, for a message of the connection is bounded. Empty: not there.</summary>
    internal Task<IJSStreamReference?> ReadAsync(string id) => CallAsync<IJSStreamReference>("read", id);

    /// <summary>"": done; "full" or "blocked".</summary>
    internal Task<string?> WriteAsync(string id, string text) => CallAsync<string>("write", id, text);

    internal Task RemoveAsync(string id) => DoAsync("remove", id);
}

/// <param name="Id">Of the conversation.</param>
/// <param name="Title">As stored.</param>
/// <param name="UpdatedAt">As stored; null: it could not be read.</param>
/// <param name="Messages">Their number.</param>
public sealed record StoredEntry(string Id, string? Title, DateTimeOffset? UpdatedAt, int Messages);
