using Bunit;
using MultiLLM.Dashboard.Docs;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Docs;

public sealed class GuideCodeTests : PageTest
{
    [Theory]
    [InlineData(true, "Copied")]
    [InlineData(false, "The browser does not allow it")]
    public void Copy_Terminal_TakesTheCommandsAndSaysHowItWent(bool allowed, string said)
    {
        var script = JSInterop.SetupModule("./ui/browser.js");
        script.Setup<bool>("copy", "./multillm list").SetResult(allowed);
        var shown = Render<GuideCode>(parameters => parameters.Add(code => code.Text, "$ ./multillm list\nID").Add(code => code.Language, "console"));

        shown.Find("button").Click();

        Assert.Equal(said, shown.Find("[role=status]").TextContent);
        Assert.Equal("$ ./multillm list\nID", shown.Find("code").TextContent);
    }
}
