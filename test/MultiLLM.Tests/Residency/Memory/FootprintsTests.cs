using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Tests.Support;
using static MultiLLM.Tests.Residency.Memory.Shapes;

namespace MultiLLM.Tests.Residency.Memory;

public sealed class FootprintsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ModelDefinition _model;
    private readonly Footprints _footprints;
    private readonly LoadPlan _plan;

    public FootprintsTests()
    {
        _model = new ModelDefinition
        {
            Id = "m", Name = "m", Kind = ModelKind.Chat, SizeBytes = 100 * MiB, Shape = Llama135M, TrainedContextLength = 8192,
            Path = GgufFile.Model().WriteTo(_folder.Path, "m.gguf"),
        };
        _footprints = Open();
        _plan = _footprints.PlanFor(_model);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Estimate_NothingMeasured_ThePrediction()
    {
        var estimate = _footprints.Estimate(_model, _plan);

        Assert.Equal(_footprints.Predict(Llama135M, _plan), estimate);
        Assert.Equal(FootprintSource.Predicted, estimate!.Source);
    }

    [Fact]
    public void Estimate_ShapeNotKnown_Null() => Assert.Null(_footprints.Estimate(_model with { Shape = null }, _plan));

    [Fact]
    public void Estimate_FileNotThere_ThePrediction() =>
        Assert.Equal(FootprintSource.Predicted, _footprints.Estimate(_model with { Path = "/no/such.gguf" }, _plan)!.Source);

    [Fact]
    public void Estimate_AfterALoad_WhatIsResidentAndWhatIsReserved()
    {
        _footprints.Learn(_model, _plan, Loaded(residentMebibytes: 325));

        var estimate = _footprints.Estimate(_model, _plan)!;

        Assert.Equal((FootprintSource.Measured, 136 * MiB, 90 * MiB, 19 * MiB), (estimate.Source, estimate.WeightBytes, estimate.KvBytes, estimate.ComputeBytes));
        // The copies of results were written to at load; the rest of the 19 MiB comes with the first requests.
        Assert.Equal((325 + 19 - 1.5) * MiB + RunnerOverhead.FirstUseBytes, estimate.TotalBytes);
        Assert.Equal(estimate, Open().Estimate(_model, _plan));
    }

    [Fact]
    public void Learn_PeakAtTheEnd_CountsWhereItIsHigher()
    {
        _footprints.Learn(_model, _plan, Loaded(residentMebibytes: 325));
        _footprints.Learn(_model, _plan, new MemoryUse { PeakBytes = 400 * MiB });
        _footprints.Learn(_model, _plan, new MemoryUse { PeakBytes = 330 * MiB });

        Assert.Equal(400 * MiB, _footprints.Estimate(_model, _plan)!.TotalBytes);
    }

    [Fact]
    public void Learn_LaterLoad_DoesNotForgetThePeak()
    {
        _footprints.Learn(_model, _plan, Loaded(residentMebibytes: 325));
        _footprints.Learn(_model, _plan, new MemoryUse { PeakBytes = 400 * MiB });

        _footprints.Learn(_model, _plan, Loaded(residentMebibytes: 320));

        Assert.Equal(400 * MiB, _footprints.Estimate(_model, _plan)!.TotalBytes);
    }

    [Fact]
    public void Learn_PeakOfALoadThatWasNotMeasured_IsNothing()
    {
        _footprints.Learn(_model, _plan, new MemoryUse { PeakBytes = 400 * MiB });

        Assert.Equal(FootprintSource.Predicted, _footprints.Estimate(_model, _plan)!.Source);
    }

    [Fact]
    public void Learn_FileReplaced_IsMeasuredAnew()
    {
        _footprints.Learn(_model, _plan, Loaded(residentMebibytes: 325));
        File.SetLastWriteTimeUtc(_model.Path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(FootprintSource.Predicted, _footprints.Estimate(_model, _plan)!.Source);
    }

    [Fact]
    public void Learn_EmbeddingModel_CountsResultsOfAWholeBatch()
    {
        var model = _model with { Kind = ModelKind.Embedding, Shape = MiniLm, TrainedContextLength = 512 };
        var plan = _footprints.PlanFor(model);

        _footprints.Learn(model, plan, new MemoryUse { ModelBytes = (ulong)(43 * MiB), ComputeBytes = (ulong)(13 * MiB), RssBytes = (ulong)(134 * MiB) });

        var perToken = (30_522 + 384) * 4L;
        Assert.InRange(_footprints.Estimate(model, plan)!.TotalBytes, (134 * MiB) + (448 * perToken), (134 * MiB) + (512 * perToken) + (15 * MiB));
    }

    private Footprints Open() => new(Options.Create(new MultiLLMOptions { Home = _folder.Path }), NullLogger<FootprintStore>.Instance);

    private static MemoryUse Loaded(int residentMebibytes) => new()
    {
        ModelBytes = (ulong)(136 * MiB), KvBytes = (ulong)(90 * MiB), ComputeBytes = (ulong)(19 * MiB), RssBytes = (ulong)(residentMebibytes * MiB),
        PeakBytes = (ulong)(residentMebibytes * MiB),
    };
}
