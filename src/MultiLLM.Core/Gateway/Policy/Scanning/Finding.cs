using MultiLLM.Core.Gateway.Policy.Rules;

namespace MultiLLM.Core.Gateway.Policy.Scanning;

/// <summary>What a rule found, where the text as written has it.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="What">The detector, "terms" or "max_characters".</param>
/// <param name="Label">See <see cref="Detectors.Detector.Label"/>.</param>
/// <param name="Start">First character.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Sign">See <see cref="Detectors.Hit.Sign"/>.</param>
internal sealed record Finding(PolicyRule Rule, string What, string Label, int Start, int End, string? Sign = null);
