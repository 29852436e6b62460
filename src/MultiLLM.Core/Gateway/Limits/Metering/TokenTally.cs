using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Runners;

namespace MultiLLM.Core.Gateway.Limits.Metering;

/// <summary>Follows the answer of one model.</summary>
internal sealed class TokenTally
{
    private long? _prompt;
    private long? _completion;
    private long _delivered;

    public bool HasPrompt => _prompt is not null;

    public long Prompt => _prompt ?? 0;

    /// <summary>As the model said at the end, else what came: a piece whose tokens nobody counted has one at least.</summary>
    public long Completion => Math.Max(_completion ?? 0, _delivered);

    public void Observe(ChatResponseUpdate update)
    {
        if (update.Started is { PromptTokens: > 0 } started)
            _prompt = Math.Max(Prompt, started.PromptTokens);
        if (update.RawRepresentation is GenerationDelta delta)
            _delivered += delta.Tokens;
        else if (update.Text.Length > 0)
            _delivered++;
        if (update.Finished is { } finished)
        {
            _prompt = finished.PromptTokens > 0 ? finished.PromptTokens : _prompt;
            _completion = finished.CompletionTokens;
        }
    }
}
