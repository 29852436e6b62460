using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Acquisition;

/// <summary>What to fetch, and what it will be called here. Names were checked.</summary>
internal sealed record PullPlan
{
    /// <summary>The model's id, and the name of its folder.</summary>
    public required string Id { get; init; }
    public required ModelSource Source { get; init; }

    /// <summary>Names the files get in the store, in the order of <see cref="ModelSource.Files"/>.</summary>
    public required IReadOnlyList<string> FileNames { get; init; }

    /// <summary>Null: the catalog does not know it.</summary>
    public string? CatalogId { get; init; }

    /// <summary>As <c>pull</c> takes it.</summary>
    public string SourceText => $"hf:{Source.Repository}/{Source.Files[0].Path}@{Source.Revision}";

    public bool HasSameSource(PullPlan other) =>
        Source.Repository == other.Source.Repository && Source.Revision == other.Source.Revision && Source.Files.SequenceEqual(other.Source.Files);
}
