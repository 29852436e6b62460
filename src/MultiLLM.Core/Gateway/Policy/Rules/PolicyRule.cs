using System.Collections.Frozen;
using MultiLLM.Core.Gateway.Policy.Detectors;

namespace MultiLLM.Core.Gateway.Policy.Rules;

/// <summary>What is done where a rule applies; the later, the stronger.</summary>
public enum PolicyAction
{
    /// <summary>What it finds, the rules after it overlook.</summary>
    Allow,

    /// <summary>Told to the log and the caller, and let through.</summary>
    Flag,

    /// <summary>Something else stands in its place. In what goes to a model it comes back in that caller's own answer.</summary>
    Mask,
    Block,
}

[Flags]
public enum PolicyDirection
{
    Input = 1,
    Output = 2,
    Both = Input | Output,
}

/// <summary>One rule, ready to be asked. Immutable.</summary>
internal sealed record PolicyRule
{
    public required string Id { get; init; }
    public IReadOnlyList<Detector> Detectors { get; init; } = [];

    /// <summary>Folded.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>Of all texts together; null: any.</summary>
    public int? MaxCharacters { get; init; }
    public required PolicyDirection Direction { get; init; }
    public required PolicyAction Action { get; init; }

    /// <summary>It tells what it would do, and does nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>For the caller, when it blocks.</summary>
    public string? Message { get; init; }

    /// <summary>Public ids of keys; null: all.</summary>
    public FrozenSet<string>? Keys { get; init; }
    public FrozenSet<CallerRole>? Roles { get; init; }

    /// <summary>Ids and aliases in lower case.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>The rule as it holds for what goes one way; null: it is none of its business.</summary>
    public PolicyRule? For(PolicyDirection direction) =>
        (Direction & direction) == 0 ? null
        : direction == PolicyDirection.Output && Detectors.Any(detector => detector.ReadsInputOnly) ? this with { Detectors = [.. Detectors.Where(detector => !detector.ReadsInputOnly)] }
        : this;

    /// <summary>
    /// Where the model is chosen later, a rule for some models applies as if one of them were: nothing slips past it. An exception does not, for the same reason.
    /// </summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="models">Names, in lower case, of the model asked for; null: the service chooses.</param>
    public bool AppliesTo(Caller caller, IReadOnlyCollection<string>? models) =>
        (Keys is null || (caller.KeyId is { } key && Keys.Contains(key)))
        && (Roles is null || Roles.Contains(caller.Role))
        && (Models is null || (models is null ? Action != PolicyAction.Allow : models.Any(Models.Contains)));
}

/// <summary>All rules in force. Immutable.</summary>
internal sealed record ContentPolicy
{
    /// <summary>As its author calls it.</summary>
    public required string Version { get; init; }

    /// <summary>The first 12 letters of the file's SHA-256.</summary>
    public required string Digest { get; init; }

    /// <summary>The file; null: it is the one the program carries.</summary>
    public string? Path { get; init; }
    public required IReadOnlyList<PolicyRule> Rules { get; init; }

    /// <summary>What cannot be looked at is refused where somebody wrote rules that keep things away; the program's own keep nobody from sending token ids.</summary>
    public bool RefusesUnreadable => Path is not null;

    /// <summary>Names one text of rules and no other.</summary>
    public string Name => $"{Version}+{Digest}";
}
