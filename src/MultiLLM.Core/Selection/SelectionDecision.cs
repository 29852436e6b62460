using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Selection;

/// <summary>Which model answers and why.</summary>
/// <param name="Requested">"auto", or the id or alias the caller named.</param>
/// <param name="Model">The chosen one.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="Candidates">All that were considered, best first.</param>
/// <param name="LoadWait">How long the request waited for the model to load.</param>
public sealed record SelectionDecision(
    string Requested, ModelDefinition Model, string Reason, IReadOnlyList<RankedCandidate> Candidates, TimeSpan LoadWait);

/// <summary>One model's place in a ranking.</summary>
/// <param name="Model">The model.</param>
/// <param name="Score">0 to 1; 0 when ruled out.</param>
/// <param name="Eligible">False when a hard requirement rules it out.</param>
/// <param name="Reasons">What spoke for or against it.</param>
public sealed record RankedCandidate(ModelDefinition Model, double Score, bool Eligible, IReadOnlyList<string> Reasons);
