using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection;

/// <summary>Which models may serve a request: the one it names, or the catalog ranked for it.</summary>
internal sealed class ModelSelector(IModelCatalog catalog, IResidency residency, IOptions<MultiLLMOptions> options, TimeProvider time)
{
    public const string Auto = "auto";

    /// <summary>A file put into a models folder takes part in automatic selection after this long at the latest.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly long _startedAt = time.GetTimestamp();
    private long _lookedAtTicks;

    public async ValueTask<Result<Choice>> ChooseAsync(string? requested, RequestFeatures features, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(requested) && !requested.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return await NamedAsync(requested, features, cancellationToken);

        var known = LookAgain() ? await catalog.RefreshAsync(cancellationToken) : catalog.Current;
        var ranked = ModelRanker.Rank(features, known, residency.Snapshot, options.Value.ContextLength);
        if (ranked.Count > 0 && ranked[0].Eligible)
            return new Choice(Auto, features, ranked);
        var what = features.Wanted == ModelKind.Embedding ? "embedding model" : "model";
        var tooShort = ranked.Where(c => c.Model.Kind != ModelKind.Embedding).ToList();
        return features.Wanted != ModelKind.Embedding && tooShort.Count > 0
            ? new Error(
                ErrorCode.ContextLengthExceeded,
                $"No model's context holds the prompt of about {features.PromptTokens} tokens; the longest is {tooShort.Max(c => c.Model.ContextLimit(options.Value.ContextLength))}.",
                "messages")
            : new Error(ErrorCode.ModelNotFound, $"There is no {what} in the catalog: put a GGUF file into {options.Value.ModelFolders[0]}.", "model");
    }

    /// <summary>True for one caller each time the catalog has become old; for every caller while it is empty.</summary>
    private bool LookAgain()
    {
        var now = time.GetElapsedTime(_startedAt).Ticks;
        var last = Volatile.Read(ref _lookedAtTicks);
        return (now - last >= MaxAge.Ticks && Interlocked.CompareExchange(ref _lookedAtTicks, now, last) == last)
            || catalog.Current.Models.Count == 0;
    }

    private async ValueTask<Result<Choice>> NamedAsync(string requested, RequestFeatures features, CancellationToken cancellationToken)
    {
        var found = await catalog.FindAsync(requested, cancellationToken);
        if (!found.IsSuccess)
            return found.Error;
        var model = found.Value;
        if (model.Kind == ModelKind.Embedding != (features.Wanted == ModelKind.Embedding))
        {
            return new Error(
                ErrorCode.ModelKindMismatch,
                model.Kind == ModelKind.Embedding
                    ? $"{model.Id} is an embedding model and writes no text."
                    : $"{model.Id} is a {model.Kind.ToString().ToLowerInvariant()} model and makes no embeddings.",
                "model");
        }
        return new Choice(requested, features, [new RankedCandidate(model, 1, true, ["named in the request"])])
        {
            Preset = catalog.Current.FindPreset(requested),
        };
    }
}

/// <summary>Candidates for one request, best first; the first is eligible.</summary>
internal sealed record Choice(string Requested, RequestFeatures Features, IReadOnlyList<RankedCandidate> Candidates)
{
    public bool IsAutomatic => Requested == ModelSelector.Auto;

    /// <summary>Parameters that come with the requested name; null: none.</summary>
    public ModelPreset? Preset { get; init; }

    /// <param name="candidate">The one that answers.</param>
    /// <param name="loadWait">Time its load took the request.</param>
    /// <param name="failed">Why an earlier candidate does not answer; null: the first one does.</param>
    public SelectionDecision Decide(RankedCandidate candidate, TimeSpan loadWait, Error? failed) =>
        new(Requested, candidate.Model, Reason(candidate, failed), Candidates, loadWait);

    private string Reason(RankedCandidate candidate, Error? failed)
    {
        if (!IsAutomatic)
            return $"The request names {(candidate.Model.Id.Equals(Requested, StringComparison.OrdinalIgnoreCase) ? candidate.Model.Id : $"{Requested}, which is {candidate.Model.Id}")}.";
        var task = Features.Wanted switch
        {
            ModelKind.Embedding => "for embeddings",
            ModelKind.Code => $"for code, because {Features.Why}",
            _ => "for a general question",
        };
        var after = failed is null || candidate == Candidates[0] ? "" : $" {Candidates[0].Model.Id} would have been better but failed: {failed.Message}";
        return $"Picked {task}: {string.Join(", ", candidate.Reasons)}.{after}";
    }
}
