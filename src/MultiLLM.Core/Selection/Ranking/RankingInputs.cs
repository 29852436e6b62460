using System.Collections.Frozen;
using MultiLLM.Core.Backends;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Health.Degradation;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Selection.Feedback;
using MultiLLM.Core.Selection.Rates;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>Everything a ranking looks at besides the request, as it stood at one moment.</summary>
internal sealed record RankingInputs
{
    public required CatalogSnapshot Catalog { get; init; }
    public required ResidencySnapshot Residency { get; init; }
    public required IModelRates Rates { get; init; }
    public required IQualityEvidence Evidence { get; init; }

    /// <summary>
    /// Bytes a model would take with so many tokens of context, or with its usual context where none are named; null: not known, so it is let
    /// through and the owner of memory decides.
    /// </summary>
    public required Func<ModelDefinition, int?, long?> MemoryOf { get; init; }

    /// <summary>Tokens of context where a model sets no limit itself.</summary>
    public required int DefaultContext { get; init; }

    /// <summary>Where the request says nothing.</summary>
    public required Preference DefaultPreference { get; init; }

    /// <summary>When the picture was taken.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Models passed over after repeated failures, and why, by id.</summary>
    public FrozenDictionary<string, string> OpenCircuits { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Models that are not as usual, and how.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Models the caller may use, whatever it asks for, by id; null: all. Nothing in a request widens it.</summary>
    public FrozenSet<string>? Permitted { get; init; }

    /// <summary>How probable it is that somebody asks for a model while another took its place, 0 to 1.</summary>
    public Func<string, double> ReuseChance { get; init; } = _ => 0.5;

    /// <summary>Requests given to models and not over, by id, as far as their own figures do not show them yet.</summary>
    public IReadOnlyDictionary<string, int> Underway { get; init; } = FrozenDictionary<string, int>.Empty;

    /// <summary>How the servers of remote models stand, by id.</summary>
    public IReadOnlyDictionary<string, RemoteStanding> Remotes { get; init; } = FrozenDictionary<string, RemoteStanding>.Empty;

    /// <summary>Requests that a model answers or that wait for it.</summary>
    public int RequestsOf(string modelId)
    {
        if (Remotes.TryGetValue(modelId, out var remote))
            return Math.Max(remote.InFlight + remote.Waiting, Underway.GetValueOrDefault(modelId));
        var standing = Residency.Find(modelId);
        return Math.Max((standing?.InFlight ?? 0) + (standing?.Waiting ?? 0), Underway.GetValueOrDefault(modelId));
    }

    /// <summary>Tokens one request may hold: as loaded, else as it would be loaded.</summary>
    public int ContextOf(ModelDefinition model) =>
        Residency.Find(model.Id) is { State: ModelState.Ready, Loaded: { ContextLength: > 0 } loaded } ? (int)loaded.ContextLength : model.ContextLimit(DefaultContext);
}
