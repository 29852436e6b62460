using Bunit;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Playground;

public sealed class ConversationStoreTests : ChatTest
{
    private readonly BunitJSModuleInterop _browser;
    private readonly ConversationStore _store;

    public ConversationStoreTests()
    {
        _browser = JSInterop.SetupModule("./ui/conversations.js");
        _browser.Mode = JSRuntimeMode.Loose;
        _store = new ConversationStore(new ConversationScript(JSInterop.JSRuntime));
    }

    [Fact]
    public async Task List_Entries_LatestFirst()
    {
        Holds(Entry("old", 1), Entry("new", 3), Entry("middle", 2));

        Assert.Equal(["new", "middle", "old"], (await _store.ListAsync())!.Select(entry => entry.Id));
    }

    [Fact]
    public async Task Save_Room_IsKept()
    {
        Holds(Entry("other", 1));

        Assert.Equal(new SaveResult(), await _store.SaveAsync(Conversation.Begin(Now)));
        Assert.Empty(_browser.Invocations["remove"]);
    }

    [Fact]
    public async Task Save_TooMany_TheOldestGoesAndIsNamed()
    {
        Holds([.. Enumerable.Range(0, ConversationStore.MaxConversations).Select(i => Entry($"c{i}", i))]);

        Assert.Equal("Title of c0", (await _store.SaveAsync(Conversation.Begin(Now))).Forgotten);
        Assert.Equal("c0", Assert.Single(_browser.Invocations["remove"]).Arguments[0]);
    }

    [Theory]
    [InlineData("full", "storage is full")]
    [InlineData("blocked", "allows no storage")]
    public async Task Save_BrowserRefuses_SaysWhatToDo(string answer, string expected)
    {
        Holds();
        _browser.Setup<string>("write", _ => true).SetResult(answer);

        Assert.Contains(expected, (await _store.SaveAsync(Conversation.Begin(Now))).Problem);
    }

    [Fact]
    public async Task Save_TooLong_IsNotTried()
    {
        var tooLong = Conversation.Begin(Now).Add(Message.Of(Speaker.Person, new string('x', ConversationStore.MaxCharacters), Now));

        Assert.Contains("too long", (await _store.SaveAsync(tooLong)).Problem);
        Assert.Empty(_browser.Invocations["write"]);
    }

    private void Holds(params StoredEntry[] entries) => _browser.Setup<StoredEntry[]>("list").SetResult(entries);

    private static StoredEntry Entry(string id, int minutes) => new(id, $"Title of {id}", Now.AddMinutes(minutes), 2);
}
