using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>What is predicted for the bundled models is what llama.cpp says it took; fails when a release sizes its buffers otherwise.</summary>
[Collection(nameof(RealModelCollection))]
public sealed class MemoryTests(RealService real)
{
    [Theory]
    [InlineData("starter-chat")]
    [InlineData("starter-embed")]
    public async Task Predict_BundledModel_CacheAndBuffersAsTheEngineReports(string id)
    {
        var footprints = real.Service.Services.GetRequiredService<IFootprints>();
        var model = (await real.Service.Services.GetRequiredService<IModelCatalog>().FindAsync(id, CancellationToken.None)).OrThrow();
        var plan = footprints.PlanFor(model);
        var predicted = footprints.Predict(model.Shape!, plan);

        await using var lease = (await real.Service.Services.GetRequiredService<IResidency>().EnsureReadyAsync(model, LoadDemand.Default, CancellationToken.None)).OrThrow();
        var measured = lease.Loaded.Memory;

        // An embedding model's room for results grows with its first full batch.
        var later = plan.Embedding ? ComputeMemory.ResultBytes(model.Shape!, plan, plan.BatchSize) : 0;
        Assert.Equal(predicted.KvBytes, (long)measured.KvBytes);
        Assert.InRange((long)measured.ComputeBytes, (predicted.ComputeBytes - later) * 0.98, (predicted.ComputeBytes - later) * 1.02);
        Assert.InRange((long)measured.ModelBytes, predicted.WeightBytes * 0.98, predicted.WeightBytes * 1.02);
        Assert.Equal(FootprintSource.Measured, footprints.Estimate(model, plan)!.Source);
    }
}
