using Bunit;
using MultiLLM.Dashboard.Playground;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Playground;

public sealed class SettingsPanelTests : ChatTest
{
    [Fact]
    public void Problem_Field_IsNamedByItsInput()
    {
        var panel = Render<SettingsPanel>(parameters => parameters.Add(panel => panel.Value, new ChatSettings { TopP = "7" })
            .Add(panel => panel.Problems, new Dictionary<string, string> { ["top_p"] = "Above 0.", ["json_schema"] = "Not JSON." }));

        var field = panel.Find("#top-p");
        Assert.Equal(("true", "top-p-problem"), (field.GetAttribute("aria-invalid"), field.GetAttribute("aria-describedby")));
        Assert.Equal("Above 0.", panel.Find("#top-p-problem").TextContent);
        Assert.Equal("Not JSON.", panel.Find("#json-schema-problem").TextContent);
        Assert.False(panel.Find("#temperature").HasAttribute("aria-invalid"));
    }

    [Fact]
    public void Change_Number_GivesOtherSettings()
    {
        ChatSettings? changed = null;
        var panel = Render<SettingsPanel>(parameters => parameters.Add(panel => panel.Value, new ChatSettings { Seed = "1" }).Add(panel => panel.ValueChanged, settings => changed = settings));

        panel.Find("#temperature").Change("0.3");

        Assert.Equal(new ChatSettings { Seed = "1", Temperature = "0.3" }, changed);
    }
}
