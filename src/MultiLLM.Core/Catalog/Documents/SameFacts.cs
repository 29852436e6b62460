namespace MultiLLM.Core.Catalog.Documents;

/// <summary>Tells whether two entries say the same. Records compare their lists by reference, so that one read from a file again would look changed.</summary>
internal static class SameFacts
{
    public static bool SaysTheSameAs(this CatalogEntry entry, CatalogEntry other) =>
        entry.Capabilities.SequenceEqual(other.Capabilities)
        && entry.BestFor.SequenceEqual(other.BestFor)
        && entry.Aliases.SequenceEqual(other.Aliases)
        && Same(entry.Quality, other.Quality)
        && Same(entry.Source, other.Source)
        && Same(entry.Shape, other.Shape)
        && other == entry with
        {
            Capabilities = other.Capabilities,
            BestFor = other.BestFor,
            Aliases = other.Aliases,
            Quality = other.Quality,
            Source = other.Source,
            Shape = other.Shape,
        };

    private static bool Same(IReadOnlyDictionary<ModelTask, QualityScore> one, IReadOnlyDictionary<ModelTask, QualityScore> other) =>
        one.Count == other.Count && one.All(quality => other.TryGetValue(quality.Key, out var score) && score == quality.Value);

    private static bool Same(ModelSource? one, ModelSource? other) => one is null || other is null
        ? one == other
        : one.Files.SequenceEqual(other.Files) && other == one with { Files = other.Files };

    private static bool Same(ModelShape? one, ModelShape? other) => one is null || other is null
        ? one == other
        : one.Layers.SequenceEqual(other.Layers) && one.Weights.SequenceEqual(other.Weights) && other == one with { Layers = other.Layers, Weights = other.Weights };
}
