using Microsoft.Extensions.Configuration;
using MultiLLM.Server.Settings;

namespace MultiLLM.Server.FunctionalTests.Settings;

public sealed class SettingSourcesTests
{
    private const string Prefix = "MLTEST_";

    [Fact]
    public void Of_SeveralSay_NamesTheOneThatWins()
    {
        using var folder = new SettingsFile("""{ "MultiLLM": { "Slots": 4, "Threads": 1 } }""");
        var sources = Sources(builder => builder.AddJsonFile(folder.Path).AddCommandLine(["--MultiLLM:Slots=2"]));

        Assert.Equal(("command_line", null), sources.Of("MultiLLM:Slots"));
        Assert.Equal(("file", folder.Path), sources.Of("MultiLLM:Threads"));
        Assert.Equal(("default", null), sources.Of("MultiLLM:KvCells"));
    }

    [Fact]
    public void Of_ListInAFile_IsSaidThere()
    {
        using var folder = new SettingsFile("""{ "MultiLLM": { "Preload": ["a", "b"] } }""");

        Assert.Equal(("file", folder.Path), Sources(builder => builder.AddJsonFile(folder.Path)).Of("MultiLLM:Preload"));
    }

    [Fact]
    public void Of_ShortVariable_WinsOverEverything()
    {
        var sources = Sources(builder => builder.AddInMemoryCollection([new("MAX_CONCURRENT_MODELS", "2")]).AddCommandLine(["--MultiLLM:MaxConcurrentModels=5"]));

        Assert.Equal(("environment", "MAX_CONCURRENT_MODELS"), sources.Of("MultiLLM:MaxConcurrentModels"));
    }

    [Fact]
    public void Of_HubsVariable_CountsWhereNothingElseIsSaid()
    {
        Assert.Equal(("environment", "HF_TOKEN"), Sources(builder => builder.AddInMemoryCollection([new("HF_TOKEN", "x")])).Of("MultiLLM:Pull:Token"));
        Assert.Equal(
            ("command_line", null),
            Sources(builder => builder.AddInMemoryCollection([new("HF_TOKEN", "x")]).AddCommandLine(["--MultiLLM:Pull:Token=y"])).Of("MultiLLM:Pull:Token"));
    }

    [Fact]
    public void Of_Variable_IsNamedAsThePersonSpelledIt()
    {
        const string Name = "multillm__KvCells";
        Environment.SetEnvironmentVariable(Name, "512");
        try
        {
            Assert.Equal(("environment", Name), Sources(builder => builder.AddEnvironmentVariables()).Of("MultiLLM:KvCells"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, null);
        }
    }

    private static SettingSources Sources(Action<IConfigurationBuilder> add)
    {
        var builder = new ConfigurationBuilder();
        add(builder);
        return new SettingSources(builder.Build());
    }

    private sealed class SettingsFile : IDisposable
    {
        public SettingsFile(string json) => File.WriteAllText(Path, json);

        public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory(Prefix).FullName, "appsettings.json");

        public void Dispose() => Directory.Delete(System.IO.Path.GetDirectoryName(Path)!, recursive: true);
    }
}
