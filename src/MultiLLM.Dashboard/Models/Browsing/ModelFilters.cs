using MultiLLM.Contracts.Api;

namespace MultiLLM.Dashboard.Models.Browsing;

/// <summary>Which models the list shows. It lives in the page's address, so that a view can be kept, shared and gone back to.</summary>
public sealed record ModelFilters
{
    public static ModelFilters None { get; } = new();

    /// <summary>Words that the name, id, family, description or licence must hold, all of them.</summary>
    public string? Text { get; init; }

    /// <summary>Rated for this task; "embedding": that kind of model.</summary>
    public string? Task { get; init; }

    /// <summary>One of <see cref="ModelSizes"/>.</summary>
    public string? Size { get; init; }
    public bool Fits { get; init; }
    public bool Installed { get; init; }
    public bool Loaded { get; init; }

    public bool Any => this != None;

    public IReadOnlyDictionary<string, object?> ToQuery() => new Dictionary<string, object?>
    {
        ["q"] = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
        ["task"] = Task,
        ["size"] = Size,
        ["fits"] = Flag(Fits),
        ["installed"] = Flag(Installed),
        ["loaded"] = Flag(Loaded),
    };

    /// <summary>Those that pass, in the order to show: by quality where a task is asked for; else what is in memory, what is here, and the rest, by size.</summary>
    public IReadOnlyList<ModelRowView> Apply(IEnumerable<ModelRowView> models)
    {
        var passing = models.Where(Passes);
        var ordered = Task is { } task && task != ModelTasks.Embedding
            ? passing.OrderByDescending(row => row.Info.Quality?.GetValueOrDefault(task)?.Score ?? 0)
            : passing.OrderBy(row => row.InMemory ? 0 : row.Info.Installed ? 1 : 2).ThenBy(row => row.Info.Parameters ?? long.MaxValue);
        return [.. ordered.ThenBy(row => row.Info.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private bool Passes(ModelRowView row) =>
        (!Fits || row.Info.Fit?.Fits is true)
        && (!Installed || row.Info.Installed)
        && (!Loaded || row.InMemory)
        && (Size is null || ModelSizes.Of(row.Info.Parameters) == Size)
        && (Task is null || ModelTasks.Suits(row.Info, Task))
        && (Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Mentions(row.Info, word));

    private static bool Mentions(ModelInfo model, string word)
    {
        IEnumerable<string?> texts = [model.Name, model.Id, model.Family, model.Description, model.License, .. model.Aliases];
        return texts.Any(text => text?.Contains(word, StringComparison.OrdinalIgnoreCase) is true);
    }

    private static string? Flag(bool set) => set ? "yes" : null;
}
