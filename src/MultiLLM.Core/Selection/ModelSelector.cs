using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.Core.Telemetry.Tracing;

namespace MultiLLM.Core.Selection;

/// <summary>Which models may serve a request: the one it names, or the catalog ranked for it.</summary>
internal sealed class ModelSelector(IModelCatalog catalog, RankingView view, ModelAccess access, IOptions<MultiLLMOptions> options, TimeProvider time)
{
    /// <summary>A file put into a models folder takes part in automatic selection after this long at the latest.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private const int MostReasons = 4;

    private readonly long _startedAt = time.GetTimestamp();
    private long _lookedAtTicks;

    public async ValueTask<Result<Choice>> ChooseAsync(string? requested, RequestFeatures features, CancellationToken cancellationToken)
    {
        using var span = Spans.Source.StartActivity(Spans.Select);
        var choice = await DecideAsync(requested, features, cancellationToken);
        span?.SetTag("multillm.candidates", choice.Value?.Candidates.Count ?? 0);
        if (choice.Error is { } error)
            span?.Fail(EnumWords<ErrorCode>.Of(error.Code), error.Message);
        return choice;
    }

    private async ValueTask<Result<Choice>> DecideAsync(string? requested, RequestFeatures features, CancellationToken cancellationToken)
    {
        if (!AutoName.TryParse(requested, out var preference))
            return await NamedAsync(requested!, features, cancellationToken);

        if (features.Wishes.Fallbacks.Count > 0)
            return new Error(ErrorCode.InvalidRequest, "fallbacks go with a named model; an automatic choice has its own order.", "fallbacks");
        if (preference is not null)
            features = features with { Wishes = features.Wishes with { Preference = preference } };
        var known = LookAgain() ? await catalog.RefreshAsync(cancellationToken) : catalog.Current;
        var inputs = view.Take(known, features.Caller, features.KnownReading?.Task);
        if (RemoteOnly.Refusal(features.RemoteOnlyField, null, known) is { } localsOnly)
            return localsOnly;
        var ranked = inputs.ShownTo(features.Caller, ModelRanker.Rank(features, inputs));
        if (ranked.Count == 0 || !ranked[0].Eligible)
            return NoModel(features, ranked);
        var weighing = features.Wishes.Preference ?? inputs.DefaultPreference;
        return new Choice
        {
            Requested = string.IsNullOrWhiteSpace(requested) ? AutoName.Auto : requested,
            Features = features,
            Candidates = ranked,
            Chain = [.. ranked.TakeWhile(candidate => candidate.Eligible).Take(features.NeedsItsModel ? 1 : options.Value.MaxFallbacks + 1)],
            Reason = CandidateWords.Reason(ranked, features, weighing),
            Preference = weighing,
            IsAutomatic = true,
        };
    }

    private Error NoModel(RequestFeatures features, IReadOnlyList<RankedCandidate> ranked)
    {
        var able = ranked.Where(c => c.Model.Kind == ModelKind.Embedding == features.IsEmbedding).ToList();
        if (able.Count == 0 && features.Caller.Models is not null)
            return new Error(ErrorCode.ModelNotPermitted, $"None of the models that the key {features.Caller.KeyId} may use can do this, or is approved for it.", "model");
        if (able.Count == 0)
        {
            var what = features.IsEmbedding ? "embedding model" : "model";
            return new Error(ErrorCode.ModelNotFound, $"There is no {what} in the catalog: put a GGUF file into {options.Value.ModelFolders[0]}.", "model");
        }
        var longest = able.Max(c => c.Model.ContextLimit(options.Value.ContextLength));
        if (!features.IsEmbedding && Requirements.LeastContext(features) > longest)
        {
            return new Error(
                ErrorCode.ContextLengthExceeded,
                $"No model's context holds the prompt of about {features.PromptTokens} tokens and an answer; the longest is {longest}.", "messages");
        }
        var reasons = string.Join("; ", able.Take(MostReasons).Select(c => $"{c.Model.Id}: {c.Reasons[0]}"));
        var more = able.Count > MostReasons ? $"; and {able.Count - MostReasons} more" : "";
        return new Error(ErrorCode.NoEligibleModel, $"No model can serve this request as asked. {reasons}{more}.", "model");
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
            return AutoName.Unknown(requested) ?? found.Error;
        var model = found.Value;
        if (access.RefusalOfNamed(features.Caller, model, features.KnownReading?.Task) is { } refusal)
            return refusal with { Param = "model" };
        if ((ModelKinds.Mismatch(model, features.IsEmbedding, "model") ?? RemoteOnly.Refusal(features.RemoteOnlyField, model, catalog.Current)) is { } wrong)
            return wrong;
        var chain = await ChainAsync(model, features, cancellationToken);
        if (!chain.IsSuccess)
            return chain.Error;
        return new Choice
        {
            Requested = requested,
            Features = features,
            Candidates = chain.Value,
            Chain = chain.Value,
            Reason = $"The request names {(model.Id.Equals(requested, StringComparison.OrdinalIgnoreCase) ? model.Id : $"{requested}, which is {model.Id}")}.",
            Preference = view.DefaultPreference,
            Preset = catalog.Current.FindPreset(requested),
        };
    }

    /// <summary>The named model, then those its caller wants asked when it fails.</summary>
    private async ValueTask<Result<List<RankedCandidate>>> ChainAsync(ModelDefinition named, RequestFeatures features, CancellationToken cancellationToken)
    {
        if (features.Wishes.Fallbacks.Count > SelectionWishes.MostFallbacks)
            return new Error(ErrorCode.InvalidRequest, $"There are {features.Wishes.Fallbacks.Count} fallbacks; at most {SelectionWishes.MostFallbacks} are taken.", "fallbacks");
        var chain = new List<RankedCandidate> { new(named, 1, Eligible: true, ["named in the request"]) };
        foreach (var name in features.Wishes.Fallbacks)
        {
            var found = await catalog.FindAsync(name, cancellationToken);
            if (!found.IsSuccess)
                return found.Error with { Param = "fallbacks" };
            if (access.RefusalOfNamed(features.Caller, found.Value, features.KnownReading?.Task) is { } refusal)
                return refusal with { Param = "fallbacks" };
            if ((ModelKinds.Mismatch(found.Value, features.IsEmbedding, "fallbacks") ?? RemoteOnly.Refusal(features.RemoteOnlyField, found.Value, catalog.Current)) is { } wrong)
                return wrong;
            if (chain.TrueForAll(candidate => candidate.Model.Id != found.Value.Id))
                chain.Add(new RankedCandidate(found.Value, 1 - (0.1 * chain.Count), Eligible: true, ["named in the request as a fallback"]));
        }
        return chain;
    }
}
