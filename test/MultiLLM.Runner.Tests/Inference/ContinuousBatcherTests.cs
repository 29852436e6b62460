using CsCheck;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;

namespace MultiLLM.Runner.Tests.Inference;

public sealed class ContinuousBatcherTests
{
    private static int[] Prompt(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => 1 + ((i * 7) + (seed * 13)) % 60)];

    [Fact]
    public void Compute_SeveralRequests_AnswersEachAsIfAlone()
    {
        var rig = new BatcherRig();
        for (var i = 1; i <= 10; i++)
            rig.Submit((ulong)i, Prompt(10 * i, i));
        rig.RunToEnd();
        for (var i = 1; i <= 10; i++)
            Assert.Equal(rig.Expected(Prompt(10 * i, i)), rig.Text.GetValueOrDefault((ulong)i, ""));
        Assert.Equal(0, rig.Batcher.Busy);
        Assert.Equal(0, rig.Batcher.Waiting);
    }

    [Fact]
    public void Compute_EqualPrompts_FinishFirstComeFirstServed()
    {
        var rig = new BatcherRig(slots: 8);
        for (var i = 1; i <= 8; i++)
            rig.Submit((ulong)i, Prompt(64, i));
        rig.Step();
        Assert.Equal([1UL], rig.FirstTokens); // one prompt a step, not all together at the end
        rig.RunToEnd();
        Assert.Equal([1UL, 2, 3, 4, 5, 6, 7, 8], rig.FirstTokens);
    }

    [Fact]
    public void Compute_PromptLongerThanABatch_GoesOnOverSeveralSteps()
    {
        var rig = new BatcherRig(batchSize: 100);
        rig.Submit(1, Prompt(350, 1));
        rig.RunToEnd();
        Assert.Equal([100, 100, 100, 50], rig.Engine.BatchSizes[..4]);
        Assert.Equal(rig.Expected(Prompt(350, 1)), rig.Text.GetValueOrDefault(1UL, ""));
    }

    [Fact]
    public void Compute_SecondTurn_ReusesWhatTheFirstLeft()
    {
        var rig = new BatcherRig();
        var first = Prompt(100, 3);
        rig.Submit(1, first);
        rig.RunToEnd();
        int[] second = [.. first, .. Prompt(20, 4)];
        rig.Submit(2, second);
        rig.RunToEnd();
        Assert.Equal(100u, rig.Started[2].CachedTokens);
        Assert.Equal(rig.Expected(second), rig.Text.GetValueOrDefault(2UL, ""));
    }

    [Fact]
    public void Compute_SamePromptAgain_ComputesOnlyItsLastToken()
    {
        var rig = new BatcherRig();
        rig.Submit(1, Prompt(50, 1));
        rig.RunToEnd();
        rig.Submit(2, Prompt(50, 1));
        rig.RunToEnd();
        Assert.Equal(49u, rig.Started[2].CachedTokens);
        Assert.Equal(rig.Text[1], rig.Text[2]);
    }

    [Fact]
    public void Compute_SharedBeginningOfABusySlot_IsCopied()
    {
        var rig = new BatcherRig();
        int[] system = Prompt(80, 5);
        rig.Submit(1, [.. system, .. Prompt(10, 6)], maxTokens: 200);
        rig.Step();
        rig.Submit(2, [.. system, .. Prompt(10, 7)]);
        rig.RunToEnd();
        Assert.InRange(rig.Started[2].CachedTokens, 80u, 89u);
        Assert.Equal(rig.Expected([.. system, .. Prompt(10, 7)]), rig.Text.GetValueOrDefault(2UL, ""));
    }

    [Fact]
    public void Compute_CacheDeclined_ReusesNothing()
    {
        var rig = new BatcherRig();
        rig.Submit(1, Prompt(50, 1));
        rig.RunToEnd();
        rig.Submit(2, Prompt(50, 1), useCache: false);
        rig.RunToEnd();
        Assert.Equal(0u, rig.Started[2].CachedTokens);
    }

    [Fact]
    public void Cancel_DuringThePromptAndWhileWaiting_EndsBothAndFreesTheSlot()
    {
        var rig = new BatcherRig(slots: 1, batchSize: 64);
        rig.Submit(1, Prompt(300, 1));
        rig.Submit(2, Prompt(30, 2));
        rig.Submit(3, Prompt(30, 3));
        rig.Step();
        rig.Batcher.Cancel(1);
        rig.Batcher.Cancel(2);
        rig.RunToEnd();
        Assert.Equal(FailureCode.Cancelled, rig.Failed[1].Code);
        Assert.Equal(FailureCode.Cancelled, rig.Failed[2].Code);
        Assert.Equal(rig.Expected(Prompt(30, 3)), rig.Text.GetValueOrDefault(3UL, ""));
    }

    [Fact]
    public void Compute_StepBrokenOff_IsComputedAgainForTheOthers()
    {
        var rig = new BatcherRig();
        rig.Submit(1, Prompt(30, 1));
        rig.Step();
        rig.Submit(2, Prompt(100, 2));
        rig.Engine.Faults.Enqueue(DecodeResult.Aborted);
        rig.Step();
        rig.Batcher.Cancel(2);
        rig.RunToEnd();
        Assert.Equal(rig.Expected(Prompt(30, 1)), rig.Text.GetValueOrDefault(1UL, ""));
    }

    [Fact]
    public void Compute_EngineFails_EndsTheBatchAndServesTheNext()
    {
        var rig = new BatcherRig();
        rig.Submit(1, Prompt(30, 1));
        rig.Engine.Faults.Enqueue(DecodeResult.Failed);
        rig.RunToEnd();
        Assert.Equal(FailureCode.Internal, rig.Failed[1].Code);
        rig.Submit(2, Prompt(30, 1));
        rig.RunToEnd();
        Assert.Equal(rig.Expected(Prompt(30, 1)), rig.Text.GetValueOrDefault(2UL, ""));
    }

    [Fact]
    public void Compute_PoolFull_TheYoungestIsComputedAgainLater()
    {
        var rig = new BatcherRig(slots: 4, cells: 200, contextLength: 150);
        for (var i = 1; i <= 4; i++)
            rig.Submit((ulong)i, Prompt(60, i), maxTokens: 60);
        rig.RunToEnd();
        for (var i = 1; i <= 4; i++)
            Assert.Equal(rig.Expected(Prompt(60, i), 60), rig.Text.GetValueOrDefault((ulong)i, ""));
    }

    [Fact]
    public void Compute_OneTokenShortOfAGroup_IsFilledUpAndNothingElseChanges()
    {
        var rig = new BatcherRig(slots: 5, tokenGroup: 4);
        var first = Prompt(40, 9);
        rig.Submit(1, first);
        rig.RunToEnd(); // its slot is idle and remembers it
        for (var i = 2; i <= 4; i++)
            rig.Submit((ulong)i, Prompt(10, i));
        rig.RunToEnd();
        Assert.DoesNotContain(3, rig.Engine.BatchSizes);
        Assert.Contains(4, rig.Engine.BatchSizes);
        for (var i = 2; i <= 4; i++)
            Assert.Equal(rig.Expected(Prompt(10, i)), rig.Text.GetValueOrDefault((ulong)i, ""));
        rig.Submit(5, [.. first, 5]);
        rig.RunToEnd();
        Assert.Equal(40u, rig.Started[5].CachedTokens);
        Assert.Equal(rig.Expected([.. first, 5]), rig.Text.GetValueOrDefault(5UL, ""));
    }

    [Fact]
    public void Compute_ContextFull_EndsWithLength()
    {
        var rig = new BatcherRig(contextLength: 64);
        var prompt = Enumerable.Range(1, 50).Select(i => Prompt(60, i)).First(p => rig.Expected(p, 100).Length == 4);
        rig.Submit(1, prompt, maxTokens: 100);
        rig.RunToEnd();
        Assert.Equal(FinishReason.Length, rig.Finished[1].Reason);
        Assert.Equal(4u, rig.Finished[1].CompletionTokens);
    }

    /// <summary>Random arrivals, shared beginnings, cancellations, aborted steps and a small pool never change an answer, lose a request or end one twice.</summary>
    [Fact]
    public void Compute_RandomHistories_EveryRequestEndsOnceAndAnswersAsIfAlone()
    {
        var request = Gen.Select(Gen.Int[1, 120], Gen.Int[0, 3], Gen.Int[1, 40], Gen.Int[0, 30], Gen.Bool);
        Gen.Select(request.List[1, 25], Gen.Int[1, 6], Gen.Int[260, 900], Gen.Int[0, 1000]).Sample((requests, slots, cells, seed) =>
        {
            var rig = new BatcherRig(slots, cells, batchSize: 64, contextLength: 256, tokenGroup: seed % 2 == 0 ? 4 : 1);
            var random = new Random(seed);
            var cancelled = new HashSet<ulong>();
            for (var i = 0; i < requests.Count; i++)
            {
                var (length, family, maxTokens, stepsBefore, cancel) = requests[i];
                for (var step = 0; step < stepsBefore; step++)
                {
                    if (random.Next(20) == 0)
                        rig.Engine.Faults.Enqueue(DecodeResult.Aborted);
                    rig.Step();
                }
                rig.Submit((ulong)i + 1, Prompt(length, family), maxTokens);
                if (cancel && random.Next(3) == 0)
                {
                    var victim = (ulong)random.Next(1, i + 2);
                    rig.Batcher.Cancel(victim);
                    cancelled.Add(victim);
                }
            }
            rig.RunToEnd();
            Assert.Equal(requests.Count, rig.Ends);
            for (var i = 0; i < requests.Count; i++)
            {
                var id = (ulong)i + 1;
                var (length, family, maxTokens, _, _) = requests[i];
                if (rig.Failed.TryGetValue(id, out var failure))
                    Assert.True(failure.Code == FailureCode.Cancelled && cancelled.Contains(id), failure.Message);
                else
                    Assert.Equal(rig.Expected(Prompt(length, family), maxTokens), rig.Text.GetValueOrDefault(id, ""));
            }
        }, iter: 300);
    }
}
