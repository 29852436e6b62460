namespace MultiLLM.Contracts.Api;

/// <summary>Answer of <c>GET /policy</c>: the content policy in force.</summary>
public sealed record PolicyInfo
{
    /// <summary>As its author calls it; absent: none is in force, and every request is refused.</summary>
    public string? Version { get; init; }

    /// <summary>Beginning of the file's SHA-256.</summary>
    public string? Digest { get; init; }

    /// <summary>Absent: the built-in one.</summary>
    public string? Path { get; init; }

    /// <summary>What is wrong with the file as it is now; the policy shown stays in force meanwhile.</summary>
    public string? Problem { get; init; }
    public IReadOnlyList<PolicyRuleInfo> Rules { get; init; } = [];
}

/// <summary>One rule of a content policy.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Detectors">What it looks for, groups written out.</param>
/// <param name="Terms">How many denied terms it has.</param>
/// <param name="Direction">"input", "output" or "both".</param>
/// <param name="Action">"allow", "flag", "mask" or "block".</param>
/// <param name="DryRun">It only reports.</param>
/// <param name="MaxCharacters">Longest text; absent: any.</param>
public sealed record PolicyRuleInfo(string Id, IReadOnlyList<string> Detectors, int Terms, string Direction, string Action, bool DryRun, int? MaxCharacters = null);

/// <summary>Body of <c>POST /policy/test</c>.</summary>
public sealed record PolicyTestRequest
{
    /// <summary>A policy file's text; omitted: the policy in force.</summary>
    public string? Policy { get; init; }

    /// <summary>To try it on, at most 1000.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>"input" (default) or "output".</summary>
    public string? Direction { get; init; }
}

/// <summary>Answer of <c>POST /policy/test</c>.</summary>
/// <param name="Problems">All that is wrong with it.</param>
/// <param name="Texts">For each text what applies to it.</param>
/// <param name="Version">Absent: the file is faulty.</param>
public sealed record PolicyTestReply(IReadOnlyList<PolicyProblemInfo> Problems, IReadOnlyList<PolicyTextResult> Texts, string? Version = null);

/// <param name="Line">In the file, from 1.</param>
/// <param name="Message">What is wrong.</param>
public sealed record PolicyProblemInfo(int Line, string Message);

/// <param name="Hits">In the order of the text.</param>
public sealed record PolicyTextResult(IReadOnlyList<PolicyHitInfo> Hits);

/// <param name="Rule">Which rule.</param>
/// <param name="Action">What it does.</param>
/// <param name="DryRun">It would.</param>
/// <param name="What">The detector, "terms" or "max_characters".</param>
/// <param name="Start">First character (UTF-16), from 0.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Sign">What gave it away; absent: the detector tells no signs apart.</param>
public sealed record PolicyHitInfo(string Rule, string Action, bool DryRun, string What, int Start, int End, string? Sign = null);

/// <summary>What the content policy did about a request.</summary>
/// <param name="Version">Of the policy: its author's version and its digest.</param>
/// <param name="Applied">Each rule that applied.</param>
public sealed record PolicyNote(string Version, IReadOnlyList<PolicyNoteRule> Applied);

/// <param name="Rule">Its id.</param>
/// <param name="Action">"allow", "flag", "mask" or "block".</param>
/// <param name="Direction">"input" or "output".</param>
/// <param name="What">The detector, "terms" or "max_characters".</param>
/// <param name="DryRun">It only reports.</param>
public sealed record PolicyNoteRule(string Rule, string Action, string Direction, string What, bool DryRun = false);
