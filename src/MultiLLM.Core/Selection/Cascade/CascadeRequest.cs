using Microsoft.Extensions.AI;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Selection.Cascade;

/// <summary>The two requests that a request for a cascade becomes. Pure.</summary>
internal sealed class CascadeRequest
{
    private readonly GenerationOptions _options;
    private readonly SelectionWishes _wishes;

    private CascadeRequest(GenerationOptions options, SelectionWishes wishes) => (_options, _wishes) = (options, wishes);

    /// <summary>
    /// Null: no cascade is wished, or none makes sense: the request names its model, or speaks in one model's tokens, which mean something else to another.
    /// </summary>
    public static CascadeRequest? Of(ChatOptions? options) =>
        options is GenerationOptions { Wishes: { Cascade: true } wishes, LogitBias: null or { Count: 0 }, Prompt: null or { Tokens: null } } own
        && AutoName.TryParse(own.ModelId, out _)
            ? new CascadeRequest(own, wishes)
            : null;

    public GenerationOptions ForDraft(CascadeStep step)
    {
        var draft = Copy(step, _wishes with { Preference = Preference.Fast, Cascade = false });
        draft.LogProbs = true;
        return draft;
    }

    /// <param name="step">Says what became of the draft.</param>
    /// <param name="draftModel">Who wrote it.</param>
    /// <param name="leastQuality">What the next one must be expected to reach.</param>
    /// <param name="spent">On the draft.</param>
    /// <returns>Null: the caller's time is over.</returns>
    public GenerationOptions? ForBetter(CascadeStep step, string draftModel, double leastQuality, TimeSpan spent)
    {
        var left = _wishes.MaxSeconds - spent.TotalSeconds;
        if (left <= 0)
            return null;
        return Copy(step, _wishes with
        {
            Preference = Preference.Quality,
            Cascade = false,
            Deny = [.. _wishes.Deny, draftModel],
            MinQuality = Math.Max(_wishes.MinQuality ?? 0, leastQuality),
            MaxSeconds = left,
        });
    }

    /// <summary>Without a cascade.</summary>
    public GenerationOptions Plain()
    {
        var plain = GenerationOptions.From(_options);
        plain.Wishes = _wishes with { Cascade = false };
        return plain;
    }

    /// <summary>An update as the caller is to see it. Null: there was nothing in it but what the caller did not ask for.</summary>
    public ChatResponseUpdate? Shown(ChatResponseUpdate update)
    {
        if (_options.LogProbs || update.LogProbs is null)
            return update;
        update.LogProbs = null;
        return update.Text.Length > 0 || update.FinishReason is not null || update.Decision is not null ? update : null;
    }

    private GenerationOptions Copy(CascadeStep step, SelectionWishes wishes)
    {
        var copy = GenerationOptions.From(_options);
        (copy.ModelId, copy.Wishes, copy.Cascade) = (AutoName.Auto, wishes, step);
        return copy;
    }
}
