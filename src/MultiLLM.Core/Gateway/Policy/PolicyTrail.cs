using MultiLLM.Core.Gateway.Policy.Rules;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>A rule that applied to a request. Holds nothing of its text.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Action">What it does.</param>
/// <param name="DryRun">It would have.</param>
/// <param name="Direction">Input or output.</param>
/// <param name="What">The detector, "terms" or "max_characters".</param>
public sealed record AppliedRule(string Rule, PolicyAction Action, bool DryRun, PolicyDirection Direction, string What);

/// <summary>What the content policy did about one request, all its answers together. Safe from several threads.</summary>
public sealed class PolicyTrail
{
    private readonly Lock _gate = new();
    private readonly List<AppliedRule> _applied = [];

    /// <summary>Of the policy that decided; null: no rule applied.</summary>
    public string? Version { get; private set; }

    public IReadOnlyList<AppliedRule> Applied
    {
        get
        {
            lock (_gate)
                return [.. _applied];
        }
    }

    /// <summary>False: it was noted before.</summary>
    internal bool Add(string version, AppliedRule applied)
    {
        lock (_gate)
        {
            if (_applied.Contains(applied))
                return false;
            _applied.Add(applied);
            Version = version;
            return true;
        }
    }
}
