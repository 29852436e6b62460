using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Core.Selection.Ranking;

/// <summary>What a model must meet, whatever it is worth otherwise. Pure.</summary>
internal sealed class Requirements(RequestFeatures request, RankingInputs inputs, Room room)
{
    /// <summary>Room that must be left for an answer where the caller does not limit it to less.</summary>
    private const int LeastAnswerTokens = 64;
    private const string CallsTools = "tools";

    /// <summary>Why the model cannot serve the request, as the end of a sentence; null: it can.</summary>
    public string? Unmet(ModelDefinition model) =>
        KindOf(model) ?? PolicyOf(model) ?? AbilityOf(model) ?? ContextOf(model) ?? HealthOf(model) ?? MemoryOf(model);

    /// <summary>The same for what is expected of it.</summary>
    public static string? Unmet(CandidateParts parts, SelectionWishes wishes)
    {
        if (wishes.MinQuality is { } least && parts.Quality < least)
            return Text($"its expected quality of {parts.Quality:0.0#} is below the {least:0.0#} asked for");
        if (wishes.MaxSeconds is { } most && parts.TotalSeconds > most)
            return Text($"it would take about {Seconds(parts.TotalSeconds)}, more than the {Seconds(most)} allowed");
        if (wishes.MaxCost is { } dearest && parts.Cost > dearest)
            return Text($"it would cost about {parts.Cost:0.######}, more than the {dearest:0.######} allowed");
        return null;
    }

    /// <summary>Tokens of prompt and answer that a context must hold at least.</summary>
    public static long LeastContext(RequestFeatures request) =>
        (long)request.PromptTokens + Math.Min(request.MaxAnswerTokens ?? LeastAnswerTokens, LeastAnswerTokens);

    public static string Seconds(double seconds) => seconds switch
    {
        < 0.095 => Text($"{seconds * 1000:0} ms"),
        < 9.95 => Text($"{seconds:0.0} s"),
        < 600 => Text($"{seconds:0} s"),
        _ => Text($"{seconds / 60:0} min"),
    };

    private string? KindOf(ModelDefinition model) => (model.Kind == ModelKind.Embedding, request.IsEmbedding) switch
    {
        (true, false) => "an embedding model, which writes no text",
        (false, true) => "no embedding model",
        _ => null,
    };

    private string? PolicyOf(ModelDefinition model)
    {
        var wishes = request.Wishes;
        if (inputs.Permitted is { } permitted && !permitted.Contains(model.Id))
            return "the caller's key or the approvals of models do not permit it";
        if (Names(wishes.Deny, model))
            return "the request excludes it";
        if (wishes.Allow.Count > 0 && !Names(wishes.Allow, model))
            return "it is not among the models the request allows";
        if (wishes.LoadedOnly && !model.IsRemote && inputs.Residency.StateOf(model.Id) != ModelState.Ready)
            return "it is not loaded, and the request keeps to loaded models";
        return null;
    }

    /// <summary>Of a file the catalog does not know nothing is known: it may.</summary>
    private string? AbilityOf(ModelDefinition model) =>
        request.RemoteOnlyField is not null && !model.IsRemote ? "it cannot be given tools here"
        : request.Signs.WantsTools && model.Entry is { } entry && !entry.Capabilities.Contains(CallsTools) ? "it does not call tools"
        : null;

    private string? ContextOf(ModelDefinition model)
    {
        if (request.IsEmbedding)
            return null;
        var context = inputs.ContextOf(model);
        return LeastContext(request) > context
            ? Text($"the prompt has about {request.PromptTokens} tokens, which leaves no room for an answer in its context of {context}")
            : null;
    }

    private string? HealthOf(ModelDefinition model)
    {
        if (inputs.OpenCircuits.TryGetValue(model.Id, out var why))
            return why;
        if (inputs.Remotes.TryGetValue(model.Id, out var remote) && remote.Unusable is { } unusable)
            return unusable;
        return inputs.Residency.Find(model.Id) is { BackoffUntil: { } until } failing && until > inputs.Now
            ? Text($"it failed {failing.Failures} times in a row and is left alone for another {Seconds((until - inputs.Now).TotalSeconds)}")
            : null;
    }

    private string? MemoryOf(ModelDefinition model)
    {
        if (model.IsRemote || inputs.Residency.StateOf(model.Id) is ModelState.Ready or ModelState.Loading)
            return null;
        if (room.IsAllPinned)
            return Text($"all {inputs.Residency.MaxConcurrentModels} models that may be in memory at once are pinned");
        if (room.MostBytes is not { } most || inputs.MemoryOf(model, null) is not { } needed || needed <= most)
            return null;
        // Whoever limits the answer makes do with a smaller context.
        if (request.MaxAnswerTokens is { } answer && inputs.MemoryOf(model, Cut((long)request.MostPromptTokens + answer)) <= most)
            return null;
        return $"it needs {Bytes.Text(needed)} of memory, and {Bytes.Text(most)} can be made free";
    }

    private static int Cut(long tokens) => (int)Math.Min(int.MaxValue, tokens);

    private static bool Names(IReadOnlyList<string> names, ModelDefinition model)
    {
        foreach (var name in names)
        {
            if (name.Equals(model.Id, StringComparison.OrdinalIgnoreCase) || model.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
