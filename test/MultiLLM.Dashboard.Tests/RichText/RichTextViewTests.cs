using Bunit;
using MultiLLM.Dashboard.RichText;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.RichText;

public sealed class RichTextViewTests : ChatTest
{
    [Fact]
    public void Render_CodeInNestedLists_CanBeCopied()
    {
        JSInterop.SetupModule("./ui/browser.js").Setup<bool>("copy", "ls -l").SetResult(true);
        var view = Render<RichTextView>(parameters => parameters.Add(v => v.Blocks, RichTextParser.Parse("1. One\n   - Two\n\n     ```sh\n     ls -l\n     ```\n2. Three <b>\n")));

        Assert.Equal(2, view.FindAll("ol > li").Count);
        Assert.Contains("Three &lt;b&gt;", view.Markup, StringComparison.Ordinal);
        view.Find("ol > li ul > li button[aria-label='Copy this code']").Click();

        view.WaitForElement("button[aria-label='Copied']");
    }

    [Fact]
    public void Render_ListThatBeginsLater_KeepsItsNumber() =>
        Assert.Equal("7", Render<RichTextView>(parameters => parameters.Add(v => v.Blocks, RichTextParser.Parse("7. a\n   ```\n   b\n   ```"))).Find("ol").GetAttribute("start"));
}
