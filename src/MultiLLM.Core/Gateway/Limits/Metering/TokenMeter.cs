using Microsoft.Extensions.AI;

namespace MultiLLM.Core.Gateway.Limits.Metering;

/// <summary>
/// Counts what models read and write for one answer, those included whose work nobody sees: a draft that was given up, an attempt that failed. Selection
/// tells it; it goes with the options.
/// </summary>
internal sealed class TokenMeter
{
    private long _before;
    private long _promptsBefore;
    private TokenTally _now = new();

    public long Completion => _before + _now.Completion;

    /// <summary>As models said; 0: none did.</summary>
    public long Prompt => _promptsBefore + _now.Prompt;

    /// <summary>The prompt of the model that was asked last; null: it has not said.</summary>
    public long? LastPrompt => _now.HasPrompt ? _now.Prompt : null;

    /// <summary>Another model is asked.</summary>
    public void Next()
    {
        _before += _now.Completion;
        _promptsBefore += _now.Prompt;
        _now = new TokenTally();
    }

    public void Observe(ChatResponseUpdate update) => _now.Observe(update);
}
