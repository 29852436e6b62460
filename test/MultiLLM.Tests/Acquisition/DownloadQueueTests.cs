using CsCheck;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Acquisition;

public sealed class DownloadQueueTests
{
    private readonly World _world = new(maxRunning: 1, maxQueued: 1);

    [Fact]
    public void Join_SameModelTwice_IsOneDownloadAndBothAreTold()
    {
        _world.Queue.Join(1, Plan("a"));
        _world.Queue.Join(2, Plan("a"));
        Assert.Equal(["start a"], _world.Done);

        _world.End("a");

        Assert.Equal([1L, 2L], _world.Told.Keys);
        Assert.Empty(_world.Queue.Downloads);
    }

    [Fact]
    public void Join_SameIdFromElsewhere_IsRefused()
    {
        _world.Queue.Join(1, Plan("a"));
        _world.Queue.Join(2, Plan("a", "other/repo"));

        Assert.Equal(ErrorCode.ModelBusy, _world.Told[2].Error?.Code);
    }

    [Fact]
    public void Join_TooMany_WaitThenAreRefused()
    {
        _world.Queue.Join(1, Plan("a"));
        _world.Queue.Join(2, Plan("b"));
        _world.Queue.Join(3, Plan("c"));
        Assert.Equal(ErrorCode.QueueFull, _world.Told[3].Error?.Code);

        _world.End("a");

        Assert.Equal(["start a", "start b"], _world.Done);
    }

    [Fact]
    public void Leave_LastWatcher_StopsAndTheNextStartsWhenItHasStopped()
    {
        _world.Queue.Join(1, Plan("a"));
        _world.Queue.Join(2, Plan("a"));
        _world.Queue.Leave(1);
        Assert.Equal(["start a"], _world.Done);

        _world.Queue.Leave(2);
        _world.Queue.Join(3, Plan("b"));
        Assert.Equal(["start a", "stop a"], _world.Done);

        _world.End("a");
        Assert.Equal(["start a", "stop a", "start b"], _world.Done);
        Assert.Empty(_world.Told);
    }

    [Fact]
    public void Join_WhileItStops_StartsAgainAndIsNotToldOfTheStop()
    {
        _world.Queue.Join(1, Plan("a"));
        _world.Queue.Leave(1);
        _world.Queue.Join(2, Plan("a", "other/repo"));

        _world.End("a");

        Assert.Equal(["start a", "stop a", "start a"], _world.Done);
        Assert.Empty(_world.Told);
    }

    [Fact]
    public void Cancel_WithDiscard_DeletesAfterItHasStoppedAndAnswersThen()
    {
        _world.Queue.Join(1, Plan("a"));
        _world.Queue.Cancel(9, "a", discard: true);
        Assert.Equal(ErrorCode.PullCancelled, _world.Told[1].Error?.Code);
        Assert.Empty(_world.Answers);

        _world.End("a");
        _world.EndDiscarding("a");

        Assert.Equal(["start a", "stop a", "discard a"], _world.Done);
        Assert.True(_world.Answers[9]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Cancel_NothingUnderWay_DiscardsWhatLiesThere(bool found)
    {
        _world.Queue.Cancel(8, "a", discard: false);
        Assert.False(_world.Answers[8]);

        _world.Queue.Cancel(9, "a", discard: true);
        _world.EndDiscarding("a", found);

        Assert.Equal(found, _world.Answers[9]);
        Assert.Empty(_world.Queue.Downloads);
    }

    [Fact]
    public void AnyHistory_EverybodyIsToldOnceAndNeverTooManyRun() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 9]).Array[0, 60].Sample(steps =>
        {
            var world = new World(maxRunning: 2, maxQueued: 2);
            var (watchers, left, askers) = (0L, new HashSet<long>(), 100L);
            foreach (var (what, model, pick) in steps)
            {
                var id = "abcd"[model].ToString();
                switch (what)
                {
                    case 0 or 1:
                        world.Queue.Join(++watchers, Plan(id, pick == 0 ? "other/repo" : "owner/repo"));
                        break;
                    case 2 when watchers > 0 && (watchers - (pick % watchers)) is var leaver && !world.Told.ContainsKey(leaver):
                        left.Add(leaver);
                        world.Queue.Leave(leaver);
                        break;
                    case 3:
                        world.Queue.Cancel(++askers, id, discard: pick % 2 == 0);
                        break;
                    case 4 or 5 when world.Running.Contains(id):
                        world.End(id);
                        break;
                    case 6 when world.Discarding.Contains(id):
                        world.EndDiscarding(id);
                        break;
                }
                Assert.True(world.Running.Count <= 2);
            }
            world.Queue.Stop();
            while (world.Running.Count + world.Discarding.Count > 0)
            {
                foreach (var id in world.Running.ToArray())
                    world.End(id);
                foreach (var id in world.Discarding.ToArray())
                    world.EndDiscarding(id);
            }

            Assert.True(world.Queue.IsStopped);
            Assert.Equal(Enumerable.Range(1, (int)watchers).Select(w => (long)w).Except(left), world.Told.Keys.Except(left).Order());
            Assert.Equal(askers - 100, world.Answers.Count);
        });

    private static readonly Result<PullOutcome> Failure = new Error(ErrorCode.HubUnreachable, "x");

    private static PullPlan Plan(string id, string repository = "owner/repo") => new()
    {
        Id = id, FileNames = [id + ".gguf"], Source = new ModelSource { Repository = repository, Files = [new SourceFile(id + ".gguf")] },
    };

    /// <summary>Records effects, and refuses impossible ones.</summary>
    private sealed class World : IDownloadEffects
    {
        public World(int maxRunning, int maxQueued) => Queue = new DownloadQueue(maxRunning, maxQueued, this);

        public DownloadQueue Queue { get; }
        public List<string> Done { get; } = [];
        public SortedDictionary<long, Result<PullOutcome>> Told { get; } = [];
        public Dictionary<long, bool> Answers { get; } = [];
        public HashSet<string> Running { get; } = [];
        public HashSet<string> Discarding { get; } = [];

        public void End(string id)
        {
            Running.Remove(id);
            Queue.Ended(id, Failure);
        }

        public void EndDiscarding(string id, bool found = true)
        {
            Discarding.Remove(id);
            Queue.Discarded(id, found);
        }

        public void Start(PullPlan plan)
        {
            Done.Add("start " + plan.Id);
            Assert.DoesNotContain(plan.Id, Discarding);
            Assert.True(Running.Add(plan.Id));
        }

        public void Stop(string id)
        {
            Done.Add("stop " + id);
        }

        public void Discard(string id)
        {
            Done.Add("discard " + id);
            Assert.DoesNotContain(id, Running);
            Assert.True(Discarding.Add(id));
        }

        public void Tell(long watcher, Result<PullOutcome> outcome) => Told.Add(watcher, outcome);

        public void AnswerCancel(long asker, bool found) => Answers.Add(asker, found);
    }
}
