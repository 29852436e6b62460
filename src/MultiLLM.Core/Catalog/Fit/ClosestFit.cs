namespace MultiLLM.Core.Catalog.Fit;

/// <summary>Picks the model that comes nearest to one that does not fit. Pure.</summary>
internal static class ClosestFit
{
    private const double SameFamily = 0.5; // a bonus worth as much as this many orders of magnitude in size
    private const double Installed = 0.1;

    /// <param name="wanted">The one that does not fit.</param>
    /// <param name="candidates">All others, with how they fit.</param>
    public static ClosestModel? Find(ModelDefinition wanted, IEnumerable<(ModelDefinition Model, ModelFit Fit)> candidates) => candidates
        .Where(candidate => candidate.Fit.Fits && candidate.Model.Id != wanted.Id && candidate.Model.Kind == wanted.Kind && !candidate.Model.Starter)
        .OrderBy(candidate => Distance(wanted, candidate.Model))
        .ThenBy(candidate => candidate.Model.Id, StringComparer.Ordinal)
        .Select(candidate => new ClosestModel(candidate.Model.Id, candidate.Model.Name, candidate.Model.Path.Length > 0, candidate.Fit))
        .FirstOrDefault();

    private static double Distance(ModelDefinition wanted, ModelDefinition candidate) =>
        Math.Abs(Magnitude(wanted) - Magnitude(candidate))
        - (wanted.Entry?.Family is { } family && family == candidate.Entry?.Family ? SameFamily : 0)
        - (candidate.Path.Length > 0 ? Installed : 0);

    private static double Magnitude(ModelDefinition model) => Math.Log10(Math.Max(1, model.Parameters ?? model.SizeBytes));
}
