using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Metering;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>What one answer uses of what was set aside for it.</summary>
/// <param name="caller">Whose.</param>
/// <param name="gate">Knows the caller's limits.</param>
/// <param name="hold">What was set aside.</param>
/// <param name="prompt">What the prompt can have.</param>
/// <param name="countsPrompt">False: its prompt is another answer's too, and counted there.</param>
internal sealed class Spending(Caller caller, LimitGate gate, TokenHold hold, PromptBound prompt, bool countsPrompt)
{
    private readonly TokenTally _shown = new();
    private bool _promptIsChecked;

    /// <summary>For selection, which sees also what the caller does not.</summary>
    public TokenMeter Meter { get; } = new();

    private long Completion => Math.Max(Meter.Completion, _shown.Completion);

    private long Prompt => Math.Max(Meter.Prompt, _shown.Prompt);

    private long Used => Completion + (countsPrompt ? Prompt : 0);

    /// <summary>An update is about to be passed on; throws where the limits forbid it.</summary>
    public async ValueTask ObserveAsync(ChatResponseUpdate update, CancellationToken cancellationToken)
    {
        _shown.Observe(update);
        if (!_promptIsChecked && (_shown.HasPrompt ? _shown.Prompt : Meter.LastPrompt) is { } tokens)
        {
            _promptIsChecked = true;
            if (gate.PromptRefusal(caller, tokens) is { } tooLong)
                throw new MultiLLMException(tooLong);
        }
        if (Used > hold.Tokens && !await gate.GrowAsync(caller, hold, Used, cancellationToken))
            throw new MultiLLMException(LimitErrors.CutShort(caller, hold.Tokens));
    }

    /// <summary>
    /// Exactly what models counted. Where none counted the prompt though there was an answer, all that was set aside for it; where the caller left before any
    /// figure came, what the prompt probably has, because a model was at work on it.
    /// </summary>
    public void Settle(bool cancelled)
    {
        var used = Used;
        if (countsPrompt && Prompt == 0)
            used += Completion > 0 ? prompt.Most : cancelled ? prompt.Likely : 0;
        hold.Settle(hold.Tokens == long.MaxValue ? used : Math.Min(used, Math.Max(hold.Tokens, Prompt)));
    }
}
