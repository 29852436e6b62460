using CsCheck;
using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Inference;
using MultiLLM.Runner.Prefixes;
using MultiLLM.Runner.Tests.Prefixes;

namespace MultiLLM.Runner.Tests.Inference;

/// <summary>Saving and restoring through the batcher, over the fake engine: a new rig with the same saved states is the model loaded again.</summary>
public sealed class SlotArchiveTests
{
    private readonly FakeSavedPrefixes _saved = new(new PrefixLimits(1_000_000, MinTokens: 16));

    private static int[] Prompt(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => 1 + ((i * 7) + (seed * 13)) % 60)];

    private BatcherRig Rig(int slots = 4, int cells = 4096) => new(slots, cells, saved: _saved);

    private BatcherRig AfterTalk(params int[][] prompts)
    {
        var rig = Rig(slots: Math.Max(4, prompts.Length));
        foreach (var (i, prompt) in prompts.Index())
            rig.Submit((ulong)i + 1, prompt);
        rig.RunToEnd();
        return rig;
    }

    [Fact]
    public void Archive_SlotJustEnded_WaitsForThePause()
    {
        var rig = AfterTalk(Prompt(100, 1));
        Assert.Equal(SlotArchive.SaveAfter, rig.Batcher.Archive());
        Assert.Empty(_saved.Index.Entries);
        rig.Pass(SlotArchive.SaveAfter);
        Assert.Equal(TimeSpan.Zero, rig.Batcher.Archive());
        Assert.Equal(Prompt(100, 1), Assert.Single(_saved.Index.Entries).Tokens[..100]);
        Assert.Equal(Timeout.InfiniteTimeSpan, rig.Batcher.Archive()); // once
    }

    [Fact]
    public void Archive_WriterIsBusy_WaitsForIt()
    {
        var rig = AfterTalk(Prompt(100, 1));
        rig.Pass(SlotArchive.SaveAfter);
        _saved.Busy = TimeSpan.FromSeconds(3);
        Assert.Equal(TimeSpan.FromSeconds(3), rig.Batcher.Archive());
        _saved.Busy = Timeout.InfiniteTimeSpan;
        Assert.Equal(Timeout.InfiniteTimeSpan, rig.Batcher.Archive());
        Assert.Equal(0, rig.Engine.StatesCopied);
    }

    [Fact]
    public void Archive_ShortOrPrivateConversation_IsNotSaved()
    {
        var rig = Rig();
        rig.Submit(1, [5, 6, 7], maxTokens: 4);
        rig.Submit(2, Prompt(100, 1), useCache: false);
        rig.RunToEnd();
        rig.SaveAll();
        Assert.Equal(0, rig.Engine.StatesCopied);
    }

    [Fact]
    public void ArchiveAll_BeforeThePause_SavesEverySlot()
    {
        var rig = AfterTalk(Prompt(100, 1), Prompt(100, 2), Prompt(100, 3));
        rig.Batcher.ArchiveAll(TimeSpan.FromSeconds(1));
        Assert.Equal(3, _saved.Index.Entries.Count);
    }

    [Fact]
    public void Submit_ConversationComesBack_ComputesOnlyWhatIsNew()
    {
        AfterTalk(Prompt(100, 3)).SaveAll();
        var rig = Rig();
        int[] next = [.. Prompt(100, 3), .. Prompt(20, 4)];
        rig.Submit(1, next);
        rig.RunToEnd();
        Assert.Equal(100u, rig.Started[1].CachedTokens);
        Assert.Equal(20, rig.Engine.BatchSizes[0]);
        Assert.Equal(rig.Expected(next), rig.Text.GetValueOrDefault(1UL, ""));
    }

    [Fact]
    public void Submit_ReadingTakesTime_ComputesOthersMeanwhile()
    {
        AfterTalk(Prompt(100, 3)).SaveAll();
        _saved.ReadsAtOnce = false;
        var rig = Rig();
        rig.Submit(1, Prompt(50, 8), maxTokens: 30);
        rig.Step();
        rig.Submit(2, [.. Prompt(100, 3), .. Prompt(20, 4)]);
        while (!rig.Finished.ContainsKey(1))
            Assert.True(rig.Step());
        Assert.False(rig.Step()); // nothing but the request that waits
        Assert.Equal(SlotArchive.FetchPatience, rig.Batcher.Archive());
        _saved.EndReading();
        rig.RunToEnd();
        Assert.Equal(100u, rig.Started[2].CachedTokens);
    }

    [Fact]
    public void Submit_ReadingHangs_ComputesThePromptAfterAll()
    {
        AfterTalk(Prompt(100, 3)).SaveAll();
        _saved.ReadsAtOnce = false;
        var rig = Rig();
        rig.Submit(1, [.. Prompt(100, 3), 5]);
        Assert.False(rig.Step());
        rig.Pass(SlotArchive.FetchPatience);
        rig.RunToEnd();
        Assert.Equal(0u, rig.Started[1].CachedTokens);
        _saved.EndReading(); // and nobody wants it any more
        Assert.Equal(rig.Expected([.. Prompt(100, 3), 5]), rig.Text.GetValueOrDefault(1UL, ""));
    }

    [Fact]
    public void Cancel_WhileItsBeginningIsRead_EndsAtOnce()
    {
        AfterTalk(Prompt(100, 3)).SaveAll();
        _saved.ReadsAtOnce = false;
        var rig = Rig();
        rig.Submit(1, [.. Prompt(100, 3), 5]);
        Assert.False(rig.Step());
        rig.Batcher.Cancel(1);
        Assert.Equal(FailureCode.Cancelled, rig.Failed[1].Code);
        _saved.EndReading();
        Assert.False(rig.Step());
        Assert.Equal(0, rig.Engine.StatesRestored);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Submit_StateIsOfNoUse_ComputesThePrompt(bool unreadable, bool refused)
    {
        AfterTalk(Prompt(100, 3)).SaveAll();
        _saved.IsUnreadable = unreadable;
        var rig = Rig();
        rig.Engine.RefusesStates = refused;
        rig.Submit(1, [.. Prompt(100, 3), 5]);
        rig.RunToEnd();
        Assert.Equal(0u, rig.Started[1].CachedTokens);
        Assert.Equal(rig.Expected([.. Prompt(100, 3), 5]), rig.Text.GetValueOrDefault(1UL, ""));
        Assert.Equal(refused ? 1 : 0, _saved.DroppedByEngine.Count);
    }

    [Fact]
    public void Submit_PoolIsFullOfIdleSlots_MakesRoomForTheState()
    {
        AfterTalk(Prompt(100, 3)).SaveAll();
        var rig = Rig(slots: 4, cells: 256);
        rig.Submit(1, Prompt(110, 1), maxTokens: 1);
        rig.Submit(2, Prompt(110, 2), maxTokens: 1);
        rig.RunToEnd();
        rig.Submit(3, [.. Prompt(100, 3), 5]);
        rig.RunToEnd();
        Assert.Equal(100u, rig.Started[3].CachedTokens);
    }

    [Fact]
    public void Submit_ModelForgetsNoParts_UsesWholeStatesOnly()
    {
        var saved = new FakeSavedPrefixes(new PrefixLimits(1_000_000, MinTokens: 16), forgetsParts: false);
        var first = new BatcherRig(saved: saved, forgetsParts: false);
        first.Submit(1, Prompt(100, 3));
        first.RunToEnd();
        first.SaveAll();
        var kept = Assert.Single(saved.Index.Entries).Tokens;

        var rig = new BatcherRig(saved: saved, forgetsParts: false);
        int[] goesOn = [.. kept, 5, 6];
        int[] other = [.. kept[..^1], 61, 5, 6];
        rig.Submit(1, goesOn);
        rig.Submit(2, other);
        rig.RunToEnd();
        Assert.Equal((uint)kept.Length, rig.Started[1].CachedTokens);
        Assert.Equal(0u, rig.Started[2].CachedTokens);
        Assert.Equal(rig.Expected(goesOn), rig.Text.GetValueOrDefault(1UL, ""));
        Assert.Equal(rig.Expected(other), rig.Text.GetValueOrDefault(2UL, ""));
    }

    /// <summary>
    /// Random conversations over models that come and go, with little room in the pool and on disk, slow or failing reads, broken-off steps: every request
    /// ends once and is answered as if alone.
    /// </summary>
    [Fact]
    public void Archive_RandomHistories_NeverChangeAnAnswer()
    {
        var request = Gen.Select(Gen.Int[1, 120], Gen.Int[0, 3], Gen.Int[1, 40], Gen.Int[0, 20], Gen.Int[0, 9]);
        Gen.Select(request.List[1, 25], Gen.Int[1, 5], Gen.Int[260, 900], Gen.Int[0, 1000], Gen.Bool).Sample((requests, slots, cells, seed, parts) =>
        {
            var saved = new FakeSavedPrefixes(new PrefixLimits(MaxBytes: 2500, MinTokens: 8, MaxFiles: 6), parts);
            var random = new Random(seed);
            var rig = new BatcherRig(slots, cells, 64, 256, saved, parts);
            foreach (var (i, (length, family, maxTokens, stepsBefore, happening)) in requests.Index())
            {
                for (var step = 0; step < stepsBefore; step++)
                {
                    if (random.Next(20) == 0)
                        rig.Engine.Faults.Enqueue(DecodeResult.Aborted);
                    if (random.Next(4) == 0)
                        saved.EndReading();
                    rig.Step();
                    rig.Pass(TimeSpan.FromSeconds(random.NextDouble()));
                    rig.Batcher.Archive();
                }
                saved.ReadsAtOnce = random.Next(2) == 0;
                saved.IsUnreadable = random.Next(5) == 0;
                rig.Engine.RefusesStates = random.Next(8) == 0;
                if (happening == 0)
                {
                    Finish(rig);
                    rig.Batcher.ArchiveAll(TimeSpan.FromSeconds(1));
                    Check(rig);
                    rig = new BatcherRig(slots, cells, 64, 256, saved, parts);
                }
                rig.Submit((ulong)i + 1, Prompt(length, family), maxTokens, useCache: happening != 1);
            }
            Finish(rig);
            Check(rig);

            void Finish(BatcherRig ending)
            {
                while (ending.Step() || saved.EndReading())
                {
                    // goes on
                }
                Assert.Equal(0, ending.Batcher.Waiting + ending.Batcher.Busy);
            }

            void Check(BatcherRig ended)
            {
                Assert.Empty(ended.Failed);
                foreach (var id in ended.Finished.Keys)
                {
                    var (length, family, maxTokens, _, _) = requests[(int)id - 1];
                    Assert.Equal(ended.Expected(Prompt(length, family), maxTokens), ended.Text.GetValueOrDefault(id, ""));
                }
            }
        }, iter: 300);
    }
}
