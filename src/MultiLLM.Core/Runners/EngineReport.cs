using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Runners;

/// <summary>What the newest runner said of its engine. Null before the first has started.</summary>
internal sealed partial class EngineReport(IOptions<MultiLLMOptions> options, ILogger<EngineReport> log)
{
    private volatile Hello? _latest;

    public Hello? Latest => _latest;

    public void Greeted(Hello hello)
    {
        if (Interlocked.Exchange(ref _latest, hello) is not null || !options.Value.EnableGpu)
            return;
        if (hello.Gpus.Count > 0)
            LogGpus(string.Join(", ", hello.Gpus.Select(gpu => $"{gpu.Name} ({gpu.Description})")));
        else
            LogNone(string.Join(", ", hello.Devices));
    }

    [LoggerMessage(LogLevel.Information, "ENABLE_GPU is on: the engine computes on {Gpus}")]
    private partial void LogGpus(string gpus);

    [LoggerMessage(LogLevel.Warning, "ENABLE_GPU is on, but the engine has no GPU to compute on, so all models run on the processor. What it has: {Devices}")]
    private partial void LogNone(string devices);
}
