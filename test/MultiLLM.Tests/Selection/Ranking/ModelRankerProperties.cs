using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Ranking;

/// <summary>What holds for every request, whatever models there are and however they stand.</summary>
public sealed partial class ModelRankerProperties
{
    private const int Iterations = 2000;

    [Fact]
    public void Rank_Anything_ExcludesWhatAFilterExcludes() => Gen.Select(Worlds, Asks).Sample((world, ask) =>
    {
        var wishes = ask.Wishes;
        foreach (var candidate in world.Rank(ask).Where(c => c.Eligible))
        {
            var (model, parts) = (candidate.Model, candidate.Parts!);
            var standing = world.Standings.GetValueOrDefault(model.Id);
            Assert.NotEqual(ModelKind.Embedding, model.Kind);
            Assert.True(world.Permitted?.Contains(model.Id) != false);
            Assert.DoesNotContain(model.Id, wishes.Deny);
            Assert.True(wishes.Allow.Count == 0 || wishes.Allow.Contains(model.Id));
            Assert.True(!wishes.LoadedOnly || standing?.State == ModelState.Ready);
            Assert.True(!ask.Signs.WantsTools || model.Entry!.Capabilities.Contains("tools"));
            Assert.True(ask.PromptTokens < model.TrainedContextLength);
            Assert.False(standing?.BackoffUntil > RankingWorld.Now);
            Assert.False(world.OpenCircuits.ContainsKey(model.Id));
            Assert.False(parts.TotalSeconds > wishes.MaxSeconds);
            Assert.False(parts.Quality < wishes.MinQuality);
            if (standing?.State is ModelState.Ready or ModelState.Loading)
                continue;
            var pinned = world.Standings.Values.Where(other => other.Pinned).ToList();
            Assert.True(pinned.Count < world.Places);
            Assert.False(world.Bytes[model.Id] + pinned.Sum(other => other.PredictedBytes) > world.BudgetBytes && ask.MaxAnswerTokens is null);
        }
    }, iter: Iterations);

    [Fact]
    public void Rank_Anything_EveryModelOnceInOrderOfItsScoreWithAReason() => Gen.Select(Worlds, Asks).Sample((world, ask) =>
    {
        var ranked = world.Rank(ask);

        Assert.Equal(world.Inputs.Catalog.Models.Select(m => m.Id).Order(), ranked.Select(c => c.Model.Id).Order());
        Assert.Equal(ranked.OrderByDescending(c => c.Eligible).ThenByDescending(c => c.Score), ranked);
        Assert.All(ranked, c => Assert.InRange(c.Score, 0, 1));
        Assert.All(ranked, c => Assert.NotEmpty(c.Reasons));
        Assert.All(ranked.Where(c => !c.Eligible), c => Assert.Equal(0, c.Score));
        Assert.All(ranked.Where(c => c.Eligible), c => Assert.InRange(c.Parts!.Quality, 0, 10));
    }, iter: Iterations);

    /// <summary>Whatever the order in which models and their standings come.</summary>
    [Fact]
    public void Rank_SameInputs_SameRanking() => Gen.Select(Worlds, Asks).Sample((world, ask) =>
    {
        var inputs = world.Inputs;
        var turned = inputs with
        {
            Catalog = new CatalogSnapshot([.. inputs.Catalog.Models.Reverse()], []),
            Residency = inputs.Residency with { Models = world.Standings.Reverse().ToFrozenDictionary() },
        };
        Assert.Equal(Words(ModelRanker.Rank(ask, inputs)), Words(ModelRanker.Rank(ask, turned)));

        static IEnumerable<string> Words(IReadOnlyList<RankedCandidate> ranked) => ranked.Select(c => $"{c.Model.Id} {c.Score} {string.Join(", ", c.Reasons)}");
    }, iter: Iterations);

    /// <summary>Faster at its work, or, where it is not loaded, at being loaded.</summary>
    [Fact]
    public void Rank_AModelBecomesFaster_ItRanksNoLower() => Improve((world, id, by) =>
    {
        var rates = world.Rates[id];
        var load = world.Standings.GetValueOrDefault(id)?.State is ModelState.Ready ? rates.LoadSeconds : rates.LoadSeconds / by;
        world.Rates[id] = new ModelRates(rates.PromptTokensPerSecond * by, rates.DecodeTokensPerSecond * by, load, IsMeasured: true);
    });

    [Fact]
    public void Rank_AModelBecomesBetter_ItRanksNoLower() => Improve((world, id, by) => world.Change(id, model => model with
    {
        Entry = model.Entry! with
        {
            Quality = model.Entry.Quality.ToDictionary(q => q.Key, q => q.Value with { Score = Math.Min(10, q.Value.Score * by) }),
        },
    }));

    [Fact]
    public void Rank_GoodVotes_ItRanksNoLower() => Improve((world, id, by) =>
    {
        foreach (var task in Enum.GetValues<ModelTask>())
            world.Votes[(id, task)] = new QualityEvidence(by, 1);
    });

    [Fact]
    public void Rank_LongerPrompt_NeverMakesAContextLargeEnough() => Gen.Select(Worlds, Asks, Gen.Int[1, 5000]).Sample((world, ask, more) =>
    {
        var before = ContextProblems(world, ask);
        var after = ContextProblems(world, ask with { PromptTokens = ask.PromptTokens + more, MostPromptTokens = ask.MostPromptTokens + more });
        Assert.Subset(after, before);
    }, iter: Iterations);

    [Fact]
    public void Rank_StrictWish_NeverLetsMoreThrough() => Gen.Select(Worlds, Asks, Gen.Double[0.1, 60]).Sample((world, ask, seconds) =>
    {
        var loose = Eligible(world, ask with { Wishes = ask.Wishes with { MaxSeconds = seconds * 2 } });
        Assert.Subset(loose, Eligible(world, ask with { Wishes = ask.Wishes with { MaxSeconds = seconds } }));
    }, iter: Iterations);

    [Fact]
    public void Reason_Anything_AgreesWithTheNumbers() => Gen.Select(Worlds, Asks).Sample((world, ask) =>
    {
        var ranked = world.Rank(ask);
        if (!ranked[0].Eligible)
            return;
        var reason = CandidateWords.Reason(ranked, ask, ask.Wishes.Preference ?? Preference.Balanced);
        var (best, parts) = (ranked[0], ranked[0].Parts!);

        Assert.Contains($": {best.Model.Id}, ", reason);
        Assert.Equal(parts.Quality, Number(ExpectedQuality(), reason), 0.051);
        Assert.Contains($"about {Requirements.Seconds(parts.TotalSeconds)} to the full answer", reason);
        Assert.Equal(parts.LoadSeconds == 0, best.Reasons.Any(r => r.StartsWith("loaded", StringComparison.Ordinal)));
        Assert.Equal(parts.QueueSeconds >= 0.05, reason.Contains("to wait for others"));
        Assert.Equal(parts.OthersSeconds >= 0.05, reason.Contains("would cost others"));
        Assert.Equal(ask.Conversation?.ModelId == best.Model.Id, reason.Contains("this conversation before") || reason.Contains("did not please"));
        var next = ranked.Skip(1).FirstOrDefault();
        Assert.Equal(next is { Eligible: true }, reason.Contains($"Next would be {next?.Model.Id}: quality"));
        Assert.Equal(next is { Eligible: false }, reason.Contains("No other model can serve it."));
        if (next is { Eligible: true, Parts: { } nexts })
        {
            Assert.Equal(nexts.Quality, Number(NextQuality(), reason), 0.051);
            Assert.Equal(Math.Abs(nexts.TotalSeconds - parts.TotalSeconds) < 0.05, reason.EndsWith("as quick.", StringComparison.Ordinal));
        }
        Assert.Contains((ask.Wishes.Preference ?? Preference.Balanced).Name, reason);
        if (ask.Reading.IsSure)
            Assert.StartsWith($"For {ask.Reading.Task} of {ask.Reading.Difficulty} difficulty", reason, StringComparison.OrdinalIgnoreCase);
    }, iter: Iterations);

    /// <summary>Also where the numbers decide: who comes first has the best score, which is what its numbers are worth.</summary>
    [Fact]
    public void Score_NoConversationNoStarter_IsWhatItsNumbersAreWorth() => Gen.Select(Worlds, Asks).Sample((world, ask) =>
    {
        ask = ask with { Conversation = null };
        foreach (var candidate in world.Rank(ask).Where(c => c.Eligible && !c.Model.Starter))
        {
            var worth = Utility.Of(candidate.Parts!.Quality, candidate.Parts.TotalSeconds + candidate.Parts.OthersSeconds, ask.Wishes.Preference ?? Preference.Balanced);
            Assert.Equal(0.1 + (0.9 * worth), candidate.Score, 1e-6);
        }
    }, iter: Iterations);

    [Fact]
    public void Utility_BetterOrSooner_NeverWorthLess() => Gen.Select(Scores, Gen.Double[0, 500], Gen.Double[0, 10], Gen.Double[0, 500], Gen.Double[0, 1]).Sample((quality, seconds, better, sooner, weight) =>
    {
        var preference = Preference.Custom(weight);
        var worth = Utility.Of(quality, seconds, preference);
        Assert.True(Utility.Of(Math.Min(10, quality + better), seconds, preference) >= worth);
        Assert.True(Utility.Of(quality, Math.Max(0, seconds - sooner), preference) >= worth);
    }, iter: Iterations);

    [Fact]
    public void Rank_Conversation_NeverGoesBackAndForth() => Gen.Select(Worlds, Asks.Array[60], Gen.Bool.Array[60]).Sample((world, asks, pleased) =>
    {
        ConversationState? state = null;
        foreach (var (ask, isPleased) in asks.Zip(pleased))
        {
            var request = ask with { Wishes = SelectionWishes.None, PromptTokens = 30, AnswerTokens = 200, MaxAnswerTokens = null, Signs = RequestSigns.None, Conversation = null };
            if (state is not null)
                request = request.After(state.ModelId, state.Task, moves: state.Moves, pleased: isPleased);
            if (world.Best(request) is not { } best || best == "none")
                return;
            state = new ConversationState(best, request.Reading.Task, 1, 30, (state?.Moves ?? 0) + (state is not null && state.ModelId != best ? 1 : 0), "conv");
        }
        Assert.InRange(state!.Moves, 0, 6);
    }, iter: 300);

    private static void Improve(Action<RankingWorld, string, double> improve) =>
        Gen.Select(Worlds, Asks, Gen.Int[0, 5], Gen.Double[1, 8]).Sample((world, ask, pick, by) =>
        {
            var models = world.Inputs.Catalog.Models;
            var id = models[pick % models.Count].Id;
            var before = PlaceOf(id, world.Rank(ask));
            improve(world, id, by);
            Assert.InRange(PlaceOf(id, world.Rank(ask)), 0, before);
        }, iter: Iterations);

    private static int PlaceOf(string id, IReadOnlyList<RankedCandidate> ranked) => ranked.Index().Single(c => c.Item.Model.Id == id) is var (place, candidate) && candidate.Eligible
        ? place
        : int.MaxValue;

    private static HashSet<string> Eligible(RankingWorld world, RequestFeatures ask) => [.. world.Rank(ask).Where(c => c.Eligible).Select(c => c.Model.Id)];

    /// <summary>Models whose context holds the request.</summary>
    private static HashSet<string> ContextProblems(RankingWorld world, RequestFeatures ask) =>
        [.. world.Rank(ask).Where(c => !c.Eligible && c.Reasons[0].Contains("no room for an answer")).Select(c => c.Model.Id)];

    private static double Number(Regex pattern, string text) => double.Parse(pattern.Match(text).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"expected quality ([\d.]+) of 10")]
    private static partial Regex ExpectedQuality();

    [GeneratedRegex(@"Next would be [^:]+: quality ([\d.]+)")]
    private static partial Regex NextQuality();

    private static readonly Gen<double> Scores = Gen.Double[0, 10];

    private static readonly Gen<(double Score, double Rate, double Load, int Context, int State, int InFlight, int Flags, int Megabytes)> Models =
        Gen.Select(Scores, Gen.Double[0.5, 200], Gen.Double[0.1, 30], Gen.Int[100, 4096], Gen.Int[0, 4], Gen.Int[0, 9], Gen.Int[0, 511], Gen.Int[100, 9000]);

    private static readonly Gen<RankingWorld> Worlds = Gen.Select(Models.Array[1, 6], Gen.Int[0, 3], Gen.Int[1, 4], Gen.Int[0, 9]).Select((models, budget, places, permit) =>
    {
        var world = new RankingWorld { Places = places, BudgetBytes = budget == 0 ? null : budget * 4_000_000_000L };
        foreach (var (index, model) in models.Index())
        {
            var id = "m" + index;
            world.With(id, model.Score, model.Rate, model.Load).Change(id, m => m with
            {
                TrainedContextLength = model.Context, Starter = (model.Flags & 32) != 0, Kind = model.Flags / 64 == 7 ? ModelKind.Embedding : ModelKind.Chat,
                Entry = m.Entry! with { Capabilities = (model.Flags & 1) == 0 ? ["tools"] : ["reasoning"] },
            });
            world.Bytes[id] = model.Megabytes * 1_000_000L;
            if (model.Flags / 2 % 8 == 7)
                world.OpenCircuits[id] = "it fails";
            if (model.State > 0)
                world.Stand(Standing(id, model.State, model.InFlight, model.Flags, world.Bytes[id]));
        }
        world.Permitted = permit == 0 ? ["m0", "m2", "m4"] : null;
        return world;
    });

    private static readonly Gen<TaskReading> Readings = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 2], Gen.Bool).Select((task, other, difficulty, sure) => sure
        ? Requests.Sure((ModelTask)task, (Difficulty)difficulty)
        : Requests.Unsure(((ModelTask)task, 0.5), ((ModelTask)((task + 1 + other) % 10), 0.4)) with { Difficulty = (Difficulty)difficulty });

    private static readonly Gen<SelectionWishes> Wishes = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 7], Gen.Double[0.1, 100], Scores).Select((preference, kind, seconds, quality) => new SelectionWishes
    {
        Preference = preference switch { 0 => null, 1 => Preference.Fast, 2 => Preference.Quality, _ => Preference.Custom(quality / 10) },
        MaxSeconds = kind == 1 ? seconds : null,
        MinQuality = kind == 2 ? quality : null,
        Allow = kind == 3 ? ["m1", "m2"] : [],
        Deny = kind == 4 ? ["m0"] : [],
        LoadedOnly = kind == 5,
    });

    private static readonly Gen<RequestFeatures> Asks =
        Gen.Select(Readings, Wishes, Gen.Int[0, 3000], Gen.Int[1, 1500], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 3]).Select((reading, wishes, prompt, answer, limit, own, signs) =>
        {
            var ask = new RequestFeatures
            {
                Reading = reading, Wishes = wishes, PromptTokens = prompt, MostPromptTokens = 3 * prompt, AnswerTokens = answer, MaxAnswerTokens = limit == 0 ? answer : null,
            };
            if (signs > 0)
                ask = ask.After("m" + own, ModelTask.Chat, cached: prompt / 2, moves: own % 3, pleased: signs != 1);
            return ask with { Signs = ask.Signs with { WantsTools = signs == 3 && own == 0 } };
        });

    private static ModelResidency Standing(string id, int state, int inFlight, int flags, long bytes) => new()
    {
        ModelId = id,
        State = state switch { 1 => ModelState.Loading, 4 => ModelState.Failed, _ => ModelState.Ready },
        InFlight = state is 2 or 3 ? inFlight : 0,
        LoadProgress = state == 1 ? 0.5 : null,
        Pinned = (flags & 16) != 0 && state is 2 or 3,
        PredictedBytes = bytes,
        LoadTime = TimeSpan.FromSeconds(3),
        Failures = 3,
        BackoffUntil = state == 4 ? RankingWorld.Now.AddSeconds((flags & 1) == 0 ? 5 : -5) : null,
    };
}
