using Bunit;
using MultiLLM.Dashboard.Settings;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Settings;

public sealed class SettingsPageTests : PageTest
{
    private const string Report =
        """
        {"settings":[
          {"name":"MultiLLM:Slots","value":"4","default":"8","source":"environment","source_name":"MULTILLM__SLOTS","description":"Requests batched together.","variable":"MULTILLM__SLOTS"},
          {"name":"MultiLLM:Pull:Token","value":"(set)","source":"file","source_name":"/h/appsettings.json","description":"<b>Sent</b> to the hub.","variable":"HF_TOKEN","secret":true},
          {"name":"MultiLLM:Threads","value":"0","default":"0","source":"default","description":"Of one model.","variable":"MULTILLM__THREADS"}]}
        """;

    [Fact]
    public void Render_Settings_AreGroupedWithWhereTheyWereSaid()
    {
        Api.On("GET /system/settings", Report);

        var page = Render<SettingsPage>();
        page.WaitForElement("table");

        Assert.Equal(["MultiLLM", "MultiLLM:Pull"], page.FindAll("h2").Select(heading => heading.TextContent));
        Assert.Equal(["4", "8", "MULTILLM__SLOTS"], page.FindAll("[data-testid='MultiLLM:Slots'] td").Select(cell => cell.TextContent));
        Assert.Contains("<b>Sent</b> to the hub.", page.Find("[data-testid='MultiLLM:Pull:Token'] th").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Text_LeavesWhatHasIt()
    {
        Api.On("GET /system/settings", Report);
        var page = Render<SettingsPage>();
        page.WaitForElement("table");

        page.Find("input[data-testid=settings-find]").Input("batched");

        Assert.Equal("1 of 3 settings", page.Find("p[role=status]").TextContent);
        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public void OnlySet_Switched_LeavesWhatSomebodySaid()
    {
        Api.On("GET /system/settings", Report);
        var page = Render<SettingsPage>();
        page.WaitForElement("table");

        page.Find("input[type=checkbox]").Change(true);

        Assert.Equal("2 of 3 settings", page.Find("p[role=status]").TextContent);
    }

    [Fact]
    public void Render_ServiceAway_SaysSoAndTriesAgain()
    {
        Api.Refuse("GET /system/settings");
        var page = Render<SettingsPage>();
        Assert.Contains("does not answer", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);

        Api.On("GET /system/settings", Report);
        page.Find("[role=alert] button").Click();

        page.WaitForElement("table");
    }
}
