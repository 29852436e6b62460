using Microsoft.Extensions.Logging.Abstractions;
using CsCheck;
using MultiLLM.Core.Health.Degradation;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Tests.Health;

public sealed class DegradationDetectorTests
{
    [Fact]
    public void Observe_SpeedFallsByThirtyPercent_IsFoundWithinFiftyRequestsAndOverAfterwards()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");
        var began = rig.Now;

        var (requests, news) = rig.Until(50, sample => DetectorRig.Slower(sample, 1 / 0.7))!.Value;

        Assert.Equal((HealthNewsKind.Degraded, "a", HealthConcern.Speed), (news.Kind, news.ModelId, news.Finding.Concern));
        Assert.InRange(requests, 8, 50);
        Assert.InRange((news.Finding.Since - began).TotalSeconds, -10, 15);
        Assert.InRange(news.Finding.Factor!.Value, 1.25, 1.7);
        Assert.Null(news.Finding.MachineReason);

        var (after, over) = rig.Until(60, sample => sample)!.Value;
        Assert.Equal((HealthNewsKind.Recovered, "a"), (over.Kind, over.ModelId));
        Assert.InRange(after, 4, 60);
        Assert.Empty(rig.Detector.Findings);
    }

    [Fact]
    public void Observe_DegradedForLong_IsNotLearned()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");
        rig.Until(50, sample => DetectorRig.Slower(sample, 2));
        Assert.Null(rig.Until(3000, sample => DetectorRig.Slower(sample, 2)));

        Assert.InRange(Assert.Single(rig.Detector.Findings).Factor!.Value, 1.8, 2.2);
        Assert.Equal(HealthNewsKind.Recovered, rig.Until(60, sample => sample)!.Value.News.Kind);
    }

    [Fact]
    public void Observe_MoreRequestsAtOnce_IsNoDegradation()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");

        // As slow as if nothing were gained by sharing, in a company it was never in.
        Assert.Null(rig.Until(500, sample => DetectorRig.Slower(sample, 6) with { Company = new Company(6, 0) }));
    }

    [Fact]
    public void Observe_SlowInCompanyThatExplainsLess_IsFound()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");

        var found = rig.Until(50, sample => DetectorRig.Slower(sample, 12) with { Company = new Company(4, 0) });

        Assert.Equal(HealthNewsKind.Degraded, found!.Value.News.Kind);
    }

    [Fact]
    public void Observe_AllModelsSlowTogether_BlamesTheMachine()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a", "b", "c");

        var (_, news) = rig.Until(50, sample => DetectorRig.Slower(sample, 1.6), ["a", "b", "c"])!.Value;

        Assert.Equal((HealthNewsKind.MachineSlowed, null), (news.Kind, news.ModelId));
        Assert.Contains("became slower at the same time", news.Reason, StringComparison.Ordinal);
        Assert.Equal(HealthNewsKind.MachineRecovered, rig.Until(100, sample => sample, ["a", "b", "c"])!.Value.News.Kind);
    }

    [Fact]
    public void Observe_OneOfThreeSlow_BlamesIt()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a", "b", "c");

        var (_, news) = rig.Until(50, sample => sample.ModelId == "b" ? DetectorRig.Slower(sample, 1.6) : sample, ["a", "b", "c"])!.Value;

        Assert.Equal((HealthNewsKind.Degraded, "b"), (news.Kind, news.ModelId));
    }

    [Theory]
    [InlineData(0.9, false, "other programs take 90 % of the processor")]
    [InlineData(0.1, true, "memory is scarce")]
    public void Observe_SlowOnALoadedMachine_BlamesTheMachine(double otherPrograms, bool memoryIsScarce, string reason)
    {
        var rig = new DetectorRig();
        rig.Detector.Observe(new MachineLook(rig.Now, 0.1, false));
        rig.Settle(500, "a");

        var (_, news) = rig.Until(50, sample =>
        {
            rig.Detector.Observe(new MachineLook(sample.At, otherPrograms, memoryIsScarce));
            return DetectorRig.Slower(sample, 1.6);
        })!.Value;

        Assert.Equal(HealthNewsKind.MachineSlowed, news.Kind);
        Assert.Contains(reason, news.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Observe_ErrorsRise_AreFoundAndOver()
    {
        var rig = new DetectorRig();
        Assert.Null(rig.Until(2000, sample => sample with { Failed = rig.Chance(0.005) }));

        var (_, news) = rig.Until(200, sample => sample with { Failed = rig.Chance(0.2) })!.Value;

        Assert.Equal((HealthNewsKind.Degraded, HealthSignal.Errors), (news.Kind, news.Finding.Signal));
        Assert.InRange(news.Finding.Share!.Value, 0.08, 0.5);
        Assert.Equal(HealthNewsKind.Recovered, rig.Until(200, sample => sample)!.Value.News.Kind);
    }

    [Theory]
    [InlineData(0.33)]
    [InlineData(3)]
    public void Observe_AnswersOfAnotherLength_AreFound(double times)
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");

        var (_, news) = rig.Until(100, sample => sample with { AnswerLength = sample.AnswerLength + Math.Log(times) })!.Value;

        Assert.Equal((HealthSignal.AnswerLength, HealthConcern.Answers), (news.Finding.Signal, news.Finding.Concern));
        Assert.Equal(times > 1, news.Finding.Factor > 1);
    }

    [Fact]
    public void Observe_EmptyAnswers_AreFound()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");

        Assert.Equal(HealthSignal.EmptyAnswers, rig.Until(100, sample => sample with { Empty = rig.Chance(0.4) })!.Value.News.Finding.Signal);
    }

    [Fact]
    public void Observe_NobodyAsksAnyMore_IsNoLongerHeldAgainstIt()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");
        rig.Until(50, sample => DetectorRig.Slower(sample, 2));

        Assert.Empty(rig.Detector.Observe(new MachineLook(rig.Now.AddMinutes(29), 0, false)));
        var news = Assert.Single(rig.Detector.Observe(new MachineLook(rig.Now.AddMinutes(31), 0, false)));

        Assert.Equal(HealthNewsKind.Recovered, news.Kind);
        Assert.Contains("nobody asked it", news.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Observe_OtherFileUnderTheSameName_IsAnotherModel()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");

        for (var i = 0; i < 100; i++)
            Assert.Empty(rig.Detector.Observe(DetectorRig.Slower(rig.Next("a"), 4), sizeBytes: 2));
    }

    [Fact]
    public void Baseline_WrittenAndRead_FindsTheSame()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");
        var path = Path.Combine(Directory.CreateTempSubdirectory("multillm-").FullName, BaselineFile.FileName);
        var file = new StateFile<BaselineFile>(path, BaselineFile.Format, NullLogger.Instance);
        file.Write(BaselineFile.Of(rig.Detector));
        var again = new DegradationDetector();
        file.Read()!.RestoreTo(again);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        var later = new DetectorRig(seed: 8, again) { Now = rig.Now.AddDays(1) };

        Assert.InRange(later.Until(50, sample => DetectorRig.Slower(sample, 1 / 0.7))!.Value.Requests, 8, 50);
    }

    [Fact]
    public void Observe_WeekLongAfter_TheOldIsForgotten()
    {
        var rig = new DetectorRig();
        rig.Settle(500, "a");
        rig.Now = rig.Now.AddDays(8);
        rig.Until(50, sample => DetectorRig.Slower(sample, 2)); // judged by the old days once more, which then leave
        rig.Detector.Observe(new MachineLook(rig.Now.AddHours(1), 0, false));

        Assert.Null(rig.Until(300, sample => DetectorRig.Slower(sample, 1)));
    }

    [Fact]
    public void Observe_AnyValues_NeverThrowsAndLearnsOnlyFiniteOnes() =>
        Gen.Select(Gen.Double, Gen.Double, Gen.Double[-5, 500], Gen.Double[-2, 50], Gen.Bool, Gen.Long[0, 100_000]).Array[1, 200].Sample(all =>
        {
            var detector = new DegradationDetector();
            var at = DateTimeOffset.UnixEpoch;
            foreach (var (a, b, answers, others, mark, tokens) in all)
            {
                detector.Observe(new RequestSample("m", at += TimeSpan.FromSeconds(1))
                {
                    PromptTokens = tokens, CompletionTokens = tokens, ContextTokens = tokens, Company = new Company(answers, others),
                    Decoding = Math.Clamp(a, -50, 50), Reading = b is > -50 and < 50 ? b : double.NaN, FirstToken = a, AnswerLength = Math.Clamp(b, -50, 50), Failed = mark, Empty = !mark,
                }, 1);
            }
            Assert.All(detector.Models["m"].Baselines.SelectMany(baseline => baseline.Value.Cells), cell => Assert.All(cell.Value.All, day => Assert.True(day.IsPossible)));
        });
}
