using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Tests.Hosting;

public sealed class OptionsTests
{
    [Fact]
    public void Options_NothingConfigured_Defaults()
    {
        var options = Bind([]);

        Assert.Equal((3, true, 30, false, 1, 4096), (
            options.MaxConcurrentModels, options.AutoUnloadInactiveModels, options.InactiveThresholdMinutes,
            options.EnableGpu, options.SpareRunners, options.ContextLength));
        Assert.EndsWith("/.multillm", options.Home);
        Assert.Equal([options.Home + "/models"], options.ModelFolders);
        Assert.EndsWith("/runner/MultiLLM.Runner.dll", options.RunnerPath);
    }

    [Fact]
    public void Options_WellKnownVariables_Bind()
    {
        var options = Bind(
            ("ENABLE_GPU", "true"), ("MAX_CONCURRENT_MODELS", "7"), ("AUTO_UNLOAD_INACTIVE_MODELS", "0"),
            ("INACTIVE_THRESHOLD_MINUTES", "1.5"), ("MULTILLM_HOME", "/data/mllm"));

        Assert.Equal((true, 7, false, 1.5), (
            options.EnableGpu, options.MaxConcurrentModels, options.AutoUnloadInactiveModels, options.InactiveThresholdMinutes));
        Assert.Equal(["/data/mllm/models"], options.ModelFolders);
    }

    [Fact]
    public void Options_ModelFolders_RelativeToHomeAndTilde()
    {
        var options = Bind(("MultiLLM:Home", "/data"), ("MultiLLM:ModelFolders:0", "more"), ("MultiLLM:ModelFolders:1", "~/gguf"));

        Assert.Equal("/data/more", options.ModelFolders[0]);
        Assert.Equal(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "gguf"), options.ModelFolders[1]);
    }

    [Fact]
    public void Options_BadValues_AllAreNamedAtOnce()
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(
            ("MAX_CONCURRENT_MODELS", "many"), ("ENABLE_GPU", "perhaps"), ("INACTIVE_THRESHOLD_MINUTES", "NaN"),
            ("MultiLLM:Slots", "0"), ("MultiLLM:LoadTimeout", "00:00:00")));

        foreach (var name in (string[])["MAX_CONCURRENT_MODELS", "\"many\"", "ENABLE_GPU", "INACTIVE_THRESHOLD_MINUTES", "Slots", "LoadTimeout"])
            Assert.Contains(name, error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("1e308")]
    [InlineData("2.5")]
    [InlineData("-1")]
    public void Options_MaxConcurrentModelsOutOfRange_IsRefused(string value) =>
        Assert.Contains("MAX_CONCURRENT_MODELS", Assert.Throws<OptionsValidationException>(() => Bind(("MAX_CONCURRENT_MODELS", value))).Message);

    private static MultiLLMOptions Bind(params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => s.Value)).Build();
        var services = new ServiceCollection().AddLogging().AddMultiLLM(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<MultiLLMOptions>>().Value;
    }
}
