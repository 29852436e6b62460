using System.Collections.Frozen;
using CsCheck;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Health.Degradation;
using MultiLLM.Core.Health.Scoring;
using MultiLLM.Core.Health.Watching;
using MultiLLM.Core.Monitoring;
using MultiLLM.Core.Residency;

namespace MultiLLM.Tests.Health;

public sealed class HealthScoreTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_NothingWrong_IsHundredAndUnloadedModelsLackNothing()
    {
        var health = HealthScore.Of(Inputs());

        Assert.Equal((100, HealthStatus.Ok, true), (health.Score, health.Status, health.CanServe));
        Assert.Empty(health.Deductions);
        Assert.All(health.Models, model => Assert.Equal((HealthStatus.NoData, null), (model.Status, model.Score)));
    }

    [Fact]
    public void Of_NoModel_CannotServe()
    {
        var health = HealthScore.Of(Inputs() with { Models = [] });

        Assert.Equal((0, HealthStatus.Unhealthy, false), (health.Score, health.Status, health.CanServe));
    }

    [Fact]
    public void Of_PolicyThatCannotBeApplied_CannotServe()
    {
        var health = HealthScore.Of(Inputs() with { Policy = PolicyState.Nothing with { Problem = "A detector of the content policy cannot load: damaged." } });

        Assert.Equal((0, HealthStatus.Unhealthy, false), (health.Score, health.Status, health.CanServe));
        var deduction = Assert.Single(health.Deductions);
        Assert.Equal(HealthPart.Policy, deduction.Part);
        Assert.Contains("damaged", deduction.Reason);
        Assert.StartsWith("Restart the service", deduction.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_MemoryScarce_AdvisesToUnloadTheModelIdleForLongest()
    {
        var health = HealthScore.Of(Inputs() with
        {
            Memory = new MemoryStanding(32_000_000_000, 900_000_000, "meminfo"),
            Residency = Residency(Idle("a", hours: 3, bytes: 4_100_000_000), Idle("b", hours: 1, bytes: 9_000_000_000)),
        });

        var deduction = Assert.Single(health.Deductions);
        Assert.Equal((HealthPart.Memory, HealthAction.Unload, "a"), (deduction.Part, deduction.Action, deduction.ActsOn));
        Assert.Equal("Unload a, idle for 3 h; that frees 4.1 GB.", deduction.Advice);
    }

    [Fact]
    public void Of_SlowModel_LosesByHowSlowAndByItsShare()
    {
        var health = HealthScore.Of(Inputs(traffic: [("a", new ModelTraffic { Requests = 10, LastAskedAt = s_now }), ("b", new ModelTraffic { Requests = 30, LastAskedAt = s_now })],
            findings: Slow("a", 1.61)));

        var model = health.Models.Single(model => model.ModelId == "a");
        Assert.Equal("a decodes 38 % slower than its 7-day baseline since 14:05 UTC.", Assert.Single(model.Deductions).Reason);
        Assert.Equal(81, model.Score);
        Assert.Equal(5, Assert.Single(health.Deductions).Points);
        Assert.Equal(100, health.Models.Single(other => other.ModelId == "b").Score);
    }

    [Fact]
    public void Of_RemoteModelThatFails_AdvisesToLookAtItsServersAndLoadsNothing()
    {
        var inputs = Inputs(traffic: [("a", new ModelTraffic { Requests = 10, Failed = 5, LastAskedAt = s_now })]);
        var server = new RemoteServer { Name = "gpu1", Url = new Uri("http://gpu1/v1"), Model = "m" };
        var remote = inputs.Models.Select(model => model.Id == "a" ? model with { Backend = new RemoteBackend { Servers = [server] } } : model).ToList();

        var deduction = Assert.Single(HealthScore.Of(inputs with { Models = remote }).Models.Single(model => model.ModelId == "a").Deductions);

        Assert.Equal((HealthPart.Errors, null, null), (deduction.Part, deduction.Action, deduction.ActsOn));
        Assert.Contains("multillm backends", deduction.Advice);
    }

    [Fact]
    public void Of_MachineToBlame_CostsNoModelAnything()
    {
        var health = HealthScore.Of(Inputs(findings: Slow("a", 2) with { MachineReason = "other programs take 90 % of the processor, usually 5 %" }));

        Assert.All(health.Models, model => Assert.Empty(model.Deductions));
        Assert.Contains("The machine is slower, not its models", Assert.Single(health.Deductions).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_CrashesErrorsAndTurnedAway_AreToldWithNumbers()
    {
        var traffic = new ModelTraffic
        {
            Requests = 100, Failed = 12, Crashes = 2, TurnedAway = 7, LastAskedAt = s_now, LastCrashAt = s_now, LastCrash = "Its process ended with signal 9.", LastError = "runner_crashed",
        };

        var model = HealthScore.Of(Inputs(traffic: [("a", traffic)])).Models[0];

        Assert.Equal([HealthPart.Crashes, HealthPart.Queue, HealthPart.Errors], model.Deductions.Select(deduction => deduction.Part));
        Assert.Contains("crashed twice in the last hour, the last time at 15:00 UTC: Its process ended with signal 9.", model.Deductions[0].Reason, StringComparison.Ordinal);
        Assert.Contains("failed 12 of 100 requests", model.Deductions[2].Reason, StringComparison.Ordinal);
        Assert.Equal(100 - 20 - 15 - 12, model.Score);
    }

    [Fact]
    public void Of_FewRequestsOneFailed_IsNoPattern() =>
        Assert.Equal(100, HealthScore.Of(Inputs(traffic: [("a", new ModelTraffic { Requests = 4, Failed = 1, LastAskedAt = s_now })])).Models[0].Score);

    [Fact]
    public void Of_LeftAlone_SaysForHowLongAndOffersToTryIt()
    {
        var failing = Idle("a", 0, 0) with { State = ModelState.Failed, Failures = 3, LastError = "the file is damaged", BackoffUntil = s_now.AddSeconds(40), IdleSince = null };

        var deduction = Assert.Single(HealthScore.Of(Inputs() with { Residency = Residency(failing) }).Models[0].Deductions);

        Assert.Equal((HealthPart.Availability, HealthAction.Load), (deduction.Part, deduction.Action));
        Assert.Contains("failed 3 times in a row and is left alone for another 40 s. The last time: the file is damaged", deduction.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_DiskFullAndRecordsLost_AreTold()
    {
        var health = HealthScore.Of(Inputs() with
        {
            Disk = new DiskStanding("/models", 100_000_000_000, 500_000_000),
            Recording = new RecordingStatus { Enabled = true, Store = "analytics.db", Problem = "The analytics database cannot be written: disk full.", Waiting = 12 },
        });

        Assert.Equal([HealthPart.Recording, HealthPart.Disk], health.Deductions.Select(deduction => deduction.Part).Order());
        Assert.Equal(70, health.Score);
    }

    [Fact]
    public void Of_AnyTraffic_ScoreIsWhatDeductionsLeaveAndEachHasItsReason() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 200], Gen.Int[0, 9], Gen.Int[0, 500], Gen.Double[0, 100], Gen.Double[1, 50]).Sample((requests, failed, crashes, away, queue, factor) =>
        {
            var traffic = new ModelTraffic { Requests = Math.Max(requests, failed), Failed = failed, Crashes = crashes, TurnedAway = away, QueueSeconds = queue, LastAskedAt = s_now, LastCrash = "x" };
            var health = HealthScore.Of(Inputs(traffic: [("a", traffic)], findings: Slow("a", factor)));

            Assert.Equal(Math.Max(0, 100 - health.Deductions.Sum(deduction => deduction.Points)), health.Score);
            Assert.All(health.Models, model => Assert.True(model.Score is null or (>= 0 and <= 100)));
            Assert.All(health.Deductions, deduction => Assert.True(deduction is { Points: > 0, Reason.Length: > 0, Advice.Length: > 0 }));
        });

    private static Finding Slow(string model, double factor) => new()
    {
        ModelId = model, Concern = HealthConcern.Speed, Signal = HealthSignal.Decoding, Factor = factor, Since = s_now.AddMinutes(-55), FoundAt = s_now,
    };

    private static HealthInputs Inputs((string Model, ModelTraffic Traffic)[]? traffic = null, params Finding[] findings) => new()
    {
        Now = s_now,
        Models = [Model("a"), Model("b")],
        Residency = Residency(),
        Standing = HealthSnapshot.Empty with { Findings = findings, Traffic = (traffic ?? []).ToFrozenDictionary(of => of.Model, of => of.Traffic) },
        Memory = new MemoryStanding(32_000_000_000, 20_000_000_000, "meminfo"),
        Disk = new DiskStanding("/models", 100_000_000_000, 50_000_000_000),
        Recording = new RecordingStatus { Enabled = true, Store = "analytics.db" },
    };

    private static ResidencySnapshot Residency(params ModelResidency[] models) => new(models.ToFrozenDictionary(model => model.ModelId), 3);

    private static ModelResidency Idle(string id, int hours, long bytes) => new() { ModelId = id, State = ModelState.Ready, IdleSince = s_now.AddHours(-hours), MeasuredBytes = bytes };

    private static ModelDefinition Model(string id) => new() { Id = id, Name = id, Path = $"/{id}.gguf", Kind = ModelKind.Chat, SizeBytes = 1_000_000_000 };
}
