using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Core.Gateway.Limits;

/// <summary>How the limits of keys are kept. Section "MultiLLM:Gateway:Limits".</summary>
public sealed class LimitOptions
{
    public const string Section = "MultiLLM:Gateway:Limits";

    /// <summary>
    /// Of a key with a limit on tokens, where a request does not say how long its answer may become: so many are set aside, or what is left if that is less, and
    /// the answer ends there.
    /// </summary>
    [Range(1, 1_048_576)]
    public int AnswerTokens { get; set; } = 4096;

    /// <summary>What was used is written so often; what was taken from a budget is written before it is used.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan WriteInterval { get; set; } = TimeSpan.FromSeconds(1);
}
