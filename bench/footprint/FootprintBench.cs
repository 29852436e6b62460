using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Footprint;

/// <summary>The product's own loader, predictor and store over real runners, in a home folder of its own.</summary>
internal sealed class FootprintBench : IAsyncDisposable
{
    // A spare runner starts and warms up; a load in the product finds it so.
    private static readonly TimeSpan SpareIsReady = TimeSpan.FromSeconds(2);
    private static readonly Error Done = new(ErrorCode.Cancelled, "measured");

    private readonly IHost _host;
    private readonly string _home;
    private readonly IFootprints _footprints;
    private readonly IModelLoader _loader;

    private FootprintBench(IHost host, string home)
    {
        _host = host;
        _home = home;
        _footprints = host.Services.GetRequiredService<IFootprints>();
        _loader = host.Services.GetRequiredService<IModelLoader>();
    }

    public static async Task<FootprintBench> StartAsync(
        IReadOnlyList<string> folders, string runner, string kvType, CancellationToken cancellationToken)
    {
        var home = Directory.CreateTempSubdirectory("multillm-footprint-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var settings = new Dictionary<string, string?>
        {
            ["MultiLLM:Home"] = home, ["MultiLLM:StarterFolder"] = "", ["MultiLLM:RunnerPath"] = Path.GetFullPath(runner), ["MultiLLM:KvType"] = kvType,
        };
        foreach (var (index, folder) in folders.Index())
            settings[$"MultiLLM:ModelFolders:{index}"] = Path.GetFullPath(folder);
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddLogging();
        builder.Services.AddMultiLLM(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new FootprintBench(host, home);
    }

    /// <param name="names">Parts of the ids to measure; none: all.</param>
    /// <param name="contexts">Tokens of a request; a model trained for fewer is measured once with what it was trained for.</param>
    /// <param name="cancellationToken">Stops between two loads.</param>
    public async IAsyncEnumerable<FootprintRow> MeasureAsync(
        IReadOnlyList<string> names, IReadOnlyList<int> contexts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var catalog = _host.Services.GetRequiredService<IModelCatalog>().Current;
        foreach (var model in catalog.Models.Where(m => names.Count == 0 || names.Any(m.Id.Contains)))
        {
            foreach (var sized in contexts.Select(length => model with { ContextLength = length }).DistinctBy(m => _footprints.PlanFor(m)))
            {
                var plan = _footprints.PlanFor(sized);
                var predicted = _footprints.Estimate(sized, plan) ?? throw new InvalidOperationException($"The shape of {model.Id} is not known.");
                var real = await LiveAsync(sized, cancellationToken);
                var remembered = _footprints.Estimate(sized, plan)!;
                yield return new FootprintRow(model.Id, plan, predicted, real, remembered, await LiveAsync(sized, cancellationToken));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    // Loads, uses and unloads it: the most its process held, bytes.
    private async Task<long> LiveAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        await Task.Delay(SpareIsReady, cancellationToken);
        var loaded = await _loader.LoadAsync(model, _ => { }, cancellationToken);
        try
        {
            await (model.Kind == ModelKind.Embedding ? EmbedAsync(loaded, cancellationToken) : ChatAsync(loaded, cancellationToken));
            using var process = Process.GetProcessById(loaded.ProcessId);
            return process.PeakWorkingSet64;
        }
        finally
        {
            await loaded.StopAsync(Done);
        }
    }

    // As many as there are slots, so that a step is as large as a step can be.
    private static Task ChatAsync(ILoadedModel loaded, CancellationToken cancellationToken)
    {
        const int words = 70;
        var options = new ChatOptions { MaxOutputTokens = 8, Temperature = 0.8f };
        return Task.WhenAll(Enumerable.Range(0, (int)loaded.Loaded.Slots).Select(number => loaded.Chat.GetResponseAsync(
            $"{number} {string.Join(' ', Enumerable.Repeat("what", words))}", options, cancellationToken)));
    }

    // Four texts that fill a batch together.
    private static Task EmbedAsync(ILoadedModel loaded, CancellationToken cancellationToken)
    {
        const int texts = 4;
        var length = (int)loaded.Loaded.ContextLength / texts;
        var input = new EmbedInput { Tokens = new TokenPrompt { Ids = { Enumerable.Repeat(200, length) } } };
        return loaded.Embeddings.EmbedAsync([.. Enumerable.Repeat(input, texts)], null, cancellationToken);
    }
}
