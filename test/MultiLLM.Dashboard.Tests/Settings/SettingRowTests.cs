using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Settings;

namespace MultiLLM.Dashboard.Tests.Settings;

public sealed class SettingRowTests
{
    [Theory]
    [InlineData("2147483648", "bytes", "2.15 GB")]
    [InlineData("7.00:00:00", "d.hh:mm:ss", "7 d")]
    [InlineData("00:00:00.2000000", "d.hh:mm:ss", "200 ms")]
    [InlineData("4096", "tokens", "4096 tokens")]
    [InlineData("balanced", null, "balanced")]
    [InlineData(null, "bytes", "–")]
    [InlineData("odd", "bytes", "odd bytes")]
    public void Value_WithUnit_ReadsWell(string? value, string? unit, string shown) => Assert.Equal(shown, Row(value, unit).Value);

    [Theory]
    [InlineData("default", null, "default", false)]
    [InlineData("environment", "PORT", "PORT", true)]
    [InlineData("file", "/home/me/.multillm/appsettings.json", "/home/me/.multillm/appsettings.json", true)]
    [InlineData("command_line", null, "command line", true)]
    public void From_Source_IsToldInWords(string source, string? name, string shown, bool isSet)
    {
        var row = Row("1", null, source, name);

        Assert.Equal((shown, isSet), (row.From, row.IsSet));
    }

    [Fact]
    public void Name_OfASection_IsItsLastPart()
    {
        var row = Row("1", null);

        Assert.Equal(("Slots", "MultiLLM:Server"), (row.Name, row.Section));
        Assert.True(row.Matches("slot"));
        Assert.True(row.Matches("BATCHED"));
        Assert.False(row.Matches("port"));
    }

    private static SettingRow Row(string? value, string? unit, string source = "default", string? sourceName = null) => new(new SettingInfo
    {
        Name = "MultiLLM:Server:Slots",
        Value = value,
        Unit = unit,
        Source = source,
        SourceName = sourceName,
        Description = "Requests that are batched together.",
        Variable = "MULTILLM__SLOTS",
    });
}
