using Bunit;
using MultiLLM.Dashboard.Playground;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Playground;

public sealed class ConversationListTests : ChatTest
{
    [Fact]
    public void NoStorage_IsSaid() => Assert.Contains("allows no storage", Show(null).Markup);

    [Fact]
    public void None_IsSaid() => Assert.Contains("None yet", Show([]).Markup);

    [Fact]
    public void Entry_HostileTitle_IsText()
    {
        var list = Show([new StoredEntry("a", "<img src=x onerror=alert(1)>\u202E", Now, 2)]);

        Assert.Empty(list.FindAll("img"));
        Assert.Equal("<img src=x onerror=alert(1)>\uFFFD", list.Find(".title").TextContent);
    }

    [Fact]
    public void Entry_Unreadable_CanOnlyBeDeleted()
    {
        var deleted = "";
        var list = Render<ConversationList>(parameters => parameters.Add(list => list.Entries, [new StoredEntry("broken", null, null, 0)]).Add(list => list.OnDelete, id => deleted = id));

        Assert.True(list.Find("[data-testid=conversation]").HasAttribute("disabled"));
        list.Find("[title=Delete]").Click();
        Assert.Equal("broken", deleted);
    }

    private IRenderedComponent<ConversationList> Show(IReadOnlyList<StoredEntry>? entries) => Render<ConversationList>(parameters => parameters.Add(list => list.Entries, entries));
}
