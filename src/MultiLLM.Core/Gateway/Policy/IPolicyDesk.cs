using MultiLLM.Core.Gateway.Policy.Rules;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>For people who look at the policy and try it out.</summary>
public interface IPolicyDesk
{
    PolicyView Current { get; }

    /// <summary>What a file is worth, and what it would do to texts; nothing is put in force, told or kept.</summary>
    /// <param name="file">A policy; null: the one in force.</param>
    /// <param name="texts">To try it on.</param>
    /// <param name="direction">As what.</param>
    PolicyTrial Try(byte[]? file, IReadOnlyList<string> texts, PolicyDirection direction);
}

/// <param name="Version">As its author calls it; null: none is in force, and nothing may pass.</param>
/// <param name="Digest">Of the file.</param>
/// <param name="Path">Null: the built-in one.</param>
/// <param name="Problem">What is wrong with the file as it is now.</param>
/// <param name="Rules">In their order.</param>
public sealed record PolicyView(string? Version, string? Digest, string? Path, string? Problem, IReadOnlyList<PolicyRuleView> Rules);

/// <summary>One rule, in the words of the file.</summary>
public sealed record PolicyRuleView(string Id, IReadOnlyList<string> Detectors, int Terms, int? MaxCharacters, string Direction, string Action, bool DryRun);

/// <param name="Version">Null: the file is faulty.</param>
/// <param name="Problems">All of them.</param>
/// <param name="Texts">What was found in each.</param>
public sealed record PolicyTrial(string? Version, IReadOnlyList<PolicyProblem> Problems, IReadOnlyList<IReadOnlyList<PolicyHit>> Texts);

/// <param name="Start">First character, as written.</param>
/// <param name="End">Behind the last one.</param>
public sealed record PolicyHit(string Rule, string Action, bool DryRun, string What, int Start, int End, string? Sign);
