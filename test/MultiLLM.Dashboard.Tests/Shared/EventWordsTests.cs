using MudBlazor;
using MultiLLM.Dashboard.Shared.Events;

namespace MultiLLM.Dashboard.Tests.Shared;

public sealed class EventWordsTests
{
    [Theory]
    [InlineData("model.crashed", "Crashed", Color.Error)]
    [InlineData("backend.down", "A server does not answer", Color.Warning)]
    [InlineData("backend.up", "A server answers again", Color.Success)]
    [InlineData("audit.tampered", "The audit log was changed", Color.Error)]
    [InlineData("key.last_used", "Key last used", Color.Default)]
    [InlineData("budget.reached", "Budget reached", Color.Warning)]
    [InlineData("anything.problem", "Anything problem", Color.Error)]
    [InlineData("odd", "Odd", Color.Default)]
    [InlineData("", "", Color.Default)]
    public void Kind_KnownOrNot_HasATitleAndAGravity(string kind, string title, Color severity)
    {
        Assert.Equal(title, EventWords.Title(kind));
        Assert.Equal(severity, EventWords.Severity(kind));
    }
}
