using MultiLLM.Core.Gateway;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>What others do. All models of a scenario fit alone, so each is free to choose among all.</summary>
internal static class Baselines
{
    public static IPolicy Largest(Scenario scenario) => new Always(IndexBy(scenario, models => models.MaxBy(model => model.Parameters)!));

    public static IPolicy Smallest(Scenario scenario) => new Always(IndexBy(scenario, models => models.MinBy(model => model.Parameters)!));

    private static int IndexBy(Scenario scenario, Func<IReadOnlyList<ModelDefinition>, ModelDefinition> choose)
    {
        var chosen = choose(scenario.Models);
        return scenario.Models.Index().First(model => model.Item == chosen).Index;
    }

    private sealed class Always(int model) : IPolicy
    {
        public int Choose(Question question) => model;
    }
}

internal sealed class RandomPolicy(Scenario scenario) : IPolicy
{
    private readonly Chance _chance = new(scenario.Seed);

    public int Choose(Question question) => _chance.Below(scenario.Models.Count);
}

internal sealed class RoundRobinPolicy(Scenario scenario) : IPolicy
{
    private int _next;

    public int Choose(Question question) => _next++ % scenario.Models.Count;
}

/// <summary>Content alone: the best expected answer, as the product's catalog and classifier see it, whatever it takes.</summary>
internal sealed class BestQualityPolicy(Scenario scenario, Service service) : IPolicy
{
    private const int Context = 4096;
    private static readonly EvidenceSnapshot NoVotes = EvidenceSnapshot.Of([], [], default);

    public int Choose(Question question)
    {
        var features = service.Read(question);
        return service.Goes(scenario.Models.MaxBy(model => ExpectedQuality.Of(model, features, NoVotes, model.ContextLimit(Context)))!.Id);
    }

    public void Answered(Answer answer) => service.Answered(answer);
}

/// <summary>Warmth alone: of what is loaded the one that will be done first; where nothing is, the best expected answer's.</summary>
internal sealed class FastestLoadedPolicy(Scenario scenario, Service service) : IPolicy
{
    public int Choose(Question question)
    {
        var inputs = service.View.Take(scenario.Catalog, Caller.Library);
        var able = ModelRanker.Rank(service.Read(question), inputs).Where(candidate => candidate.Eligible).ToList();
        var loaded = able.Where(candidate => inputs.Residency.StateOf(candidate.Model.Id) is ModelState.Ready or ModelState.Loading);
        return service.Goes((loaded.MinBy(candidate => candidate.Parts!.TotalSeconds) ?? able.MaxBy(candidate => candidate.Parts!.Quality)!).Model.Id);
    }

    public void Answered(Answer answer) => service.Answered(answer);
}

/// <summary>As somebody decided before.</summary>
internal sealed class GivenPolicy(int[] assignment) : IPolicy
{
    public int Choose(Question question) => assignment[question.Turn.Index];
}
