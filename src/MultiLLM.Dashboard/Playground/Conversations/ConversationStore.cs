using System.Text;
using Microsoft.JSInterop;

namespace MultiLLM.Dashboard.Playground.Conversations;

/// <summary>Conversations in the person's browser, a bounded number of bounded size. The service never has them.</summary>
internal interface IConversationStore
{
    /// <summary>The latest first. Null: the browser allows no storage.</summary>
    Task<IReadOnlyList<StoredEntry>?> ListAsync();

    /// <summary>Null: it is not there, or cannot be read.</summary>
    Task<Conversation?> LoadAsync(string id);

    Task<SaveResult> SaveAsync(Conversation conversation);
    Task RemoveAsync(string id);
}

/// <param name="Problem">Why it was not kept; null: it was.</param>
/// <param name="Forgotten">Title of the conversation that had to go for it; null: none.</param>
internal sealed record SaveResult(string? Problem = null, string? Forgotten = null);

/// <inheritdoc/>
internal sealed class ConversationStore(ConversationScript script) : IConversationStore
{
    public const int MaxConversations = 50;

    /// <summary>Characters of one conversation's text, all of it.</summary>
    public const int MaxCharacters = 1_000_000;
    private const int MaxBytesPerCharacter = 3;

    public async Task<IReadOnlyList<StoredEntry>?> ListAsync() =>
        await script.ListAsync() is { } entries ? [.. entries.OrderByDescending(entry => entry.UpdatedAt)] : null;

    public async Task<Conversation?> LoadAsync(string id)
    {
        try
        {
            if (await script.ReadAsync(id) is not { } reference)
                return null;
            await using (reference)
            await using (var stream = await reference.OpenReadStreamAsync(MaxCharacters * MaxBytesPerCharacter))
            using (var reader = new StreamReader(stream, Encoding.UTF8))
                return ConversationJson.Read(await reader.ReadToEndAsync()) is { } conversation && conversation.Id == id ? conversation : null;
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or ArgumentOutOfRangeException or IOException or TimeoutException)
        {
            return null;
        }
    }

    public async Task<SaveResult> SaveAsync(Conversation conversation)
    {
        var text = ConversationJson.Write(conversation);
        if (text.Length > MaxCharacters)
            return new("This conversation is too long to be kept in the browser. Export it, and begin a new one.");
        var forgotten = await MakeRoomAsync(conversation.Id);
        return await script.WriteAsync(conversation.Id, text) switch
        {
            "full" => new("The browser's storage is full, so this conversation is not kept. Delete others, or export it.", forgotten),
            "blocked" => new("The browser allows no storage here, so this conversation is lost when the page is closed. Export it.", forgotten),
            _ => new(null, forgotten),
        };
    }

    public Task RemoveAsync(string id) => script.RemoveAsync(id);

    private async Task<string?> MakeRoomAsync(string id)
    {
        if (await ListAsync() is not { } kept || kept.Count < MaxConversations || kept.Any(entry => entry.Id == id))
            return null;
        var oldest = kept[^1];
        await script.RemoveAsync(oldest.Id);
        return oldest.Title ?? "";
    }
}
