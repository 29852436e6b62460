using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Documents;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.SelectionBench.Prompts;

namespace MultiLLM.SelectionBench.World;

/// <summary>A machine, the models on it, what people ask of it, and what is true of both.</summary>
internal sealed class Scenario
{
    private const int Turns = 220;
    private const double QuietGapFactor = 3;
    private const double SmallParameters = 1.8e9;
    private const double LargeParameters = 6e9;

    public Scenario(Machine machine, bool isBusy, int seed, IReadOnlyList<LabelledPrompt> prompts, SimulatedFootprints footprints)
    {
        (Machine, IsBusy, Seed) = (machine, isBusy, seed);
        var chance = new Chance(seed);
        Models = Install(chance, footprints, machine.BudgetBytes);
        Catalog = new CatalogSnapshot(Models, []);
        Conversations = new TraceMaker(prompts, chance).Make(Turns, machine.ConversationGapSeconds * (isBusy ? 1 : QuietGapFactor));
        TurnCount = Conversations.Sum(conversation => conversation.Turns.Count);
        Truth = new Truth(Models, Conversations.SelectMany(conversation => conversation.Turns), chance);
        // The machine's speed with a model is not quite what its size says.
        Speeds = [.. Models.Select(_ => chance.Factor(0.12))];
    }

    public Machine Machine { get; }
    public bool IsBusy { get; }
    public int Seed { get; }

    /// <summary>Installed, ordered by id; each of them fits alone.</summary>
    public IReadOnlyList<ModelDefinition> Models { get; }
    public CatalogSnapshot Catalog { get; }
    public IReadOnlyList<Conversation> Conversations { get; }
    public int TurnCount { get; }
    public Truth Truth { get; }

    /// <summary>Factors on the machine's speed, by model.</summary>
    public IReadOnlyList<double> Speeds { get; }

    /// <summary>Five to nine of the catalog's models that fit, a small one and the largest kind that fits among them.</summary>
    private static IReadOnlyList<ModelDefinition> Install(Chance chance, SimulatedFootprints footprints, long budget)
    {
        var fitting = BuiltInCatalog.Load().Entries
            .Where(entry => entry is { Starter: false, CannotRun: null, Kind: ModelKind.Chat or ModelKind.Code, Shape: not null, Source.SizeBytes: > 0 })
            .Select(entry => ModelFitService.Prospective(entry) with { Path = $"/{entry.Id}.gguf" })
            .Where(model => footprints.Estimate(model, footprints.PlanFor(model)) is { } needs && LoadSizing.WithMargin(needs) <= budget)
            .OrderBy(model => model.Id, StringComparer.Ordinal).ToList();
        var most = fitting.Max(model => model.Parameters!.Value);
        var installed = new HashSet<ModelDefinition>
        {
            chance.Of(fitting.FindAll(model => model.Parameters < SmallParameters)),
            chance.Of(fitting.FindAll(model => model.Parameters >= Math.Min(LargeParameters, most))),
        };
        var wanted = 5 + chance.Below(5);
        while (installed.Count < Math.Min(wanted, fitting.Count))
            installed.Add(chance.Of(fitting));
        return [.. installed.OrderBy(model => model.Id, StringComparer.Ordinal)];
    }
}
