using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Events;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Core.Gateway.Policy.Scanning;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Policy;

/// <summary>
/// The policy in force. A file that became faulty changes nothing but is told loudly; a policy that never could be read, or detectors that cannot load, refuse
/// every request until it is put right.
/// </summary>
internal sealed partial class PolicyBook
{
    public const string FileName = "policy.json";
    private const string BuiltInResource = "default-policy.json";

    private static readonly (DateTime, long) s_neverSeen = (default, -1);

    private readonly string _path;
    private readonly Func<DetectorCatalog> _load;
    private readonly IAuditLog _audit;
    private readonly IEventLog _events;
    private readonly ILogger<PolicyBook> _log;
    private volatile PolicyState _state;
    private (DateTime, long)? _seen;

    public PolicyBook(IOptions<MultiLLMOptions> options, IAuditLog audit, IEventLog events, ILogger<PolicyBook> log)
        : this(Path.Combine(options.Value.Home, FileName), DetectorCatalog.Load, audit, events, log)
    {
    }

    internal PolicyBook(string path, Func<DetectorCatalog> load, IAuditLog audit, IEventLog events, ILogger<PolicyBook> log)
    {
        (_path, _load, _audit, _events, _log) = (path, load, audit, events, log);
        _state = PolicyState.Nothing;
        Refresh();
    }

    public PolicyState Current => _state;

    /// <summary>Reads the file again where it changed. To be called by one at a time.</summary>
    public void Refresh()
    {
        if (_state.Reader is null && !TryLoadDetectors())
            return;
        var seen = Stamp();
        if (_seen == seen && _state.Policy is not null)
            return;
        _seen = seen;
        if (seen is null && _state.Policy?.Path is not null)
        {
            Faulty($"{_path} is gone; its rules (version {_state.Policy.Version}) hold until the service restarts.", []);
            return;
        }
        try
        {
            var file = seen is null ? BuiltIn() : File.ReadAllBytes(_path);
            var (policy, problems) = _state.Reader!.Read(file, seen is null ? null : _path);
            if (policy is null)
                Faulty($"{_path} has {problems.Count} error(s); the first is in line {problems[0].Line}: {problems[0].Message}", problems);
            else
                Adopt(policy);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _seen = s_neverSeen; // who may read it can change without its time changing
            Faulty($"{_path} cannot be read: {error.Message}", []);
        }
    }

    /// <summary>The rules of a file, without them being put in force.</summary>
    public (ContentPolicy? Policy, IReadOnlyList<PolicyProblem> Problems) Parse(ReadOnlySpan<byte> file) =>
        _state.Reader?.Read(file, path: null) ?? (null, [new(1, _state.Problem ?? "The detectors are not loaded.")]);

    private bool TryLoadDetectors()
    {
        try
        {
            _state = _state with { Reader = new PolicyReader(_load()) };
            return true;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or ArgumentException or NotSupportedException or TypeInitializationException)
        {
            Faulty($"A detector of the content policy cannot load: {error.Message}", []);
            return false;
        }
    }

    private static byte[] BuiltIn()
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream(BuiltInResource) ?? throw new IOException($"{BuiltInResource} is missing in the program.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private (DateTime, long)? Stamp()
    {
        var file = new FileInfo(_path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }

    private void Adopt(ContentPolicy policy)
    {
        var before = _state;
        _state = before with { Policy = policy, Problem = null, Problems = [], Scanners = new() };
        if (before.Policy?.Digest == policy.Digest && before.Problem is null)
            return;
        LogInForce(policy.Version, policy.Digest, policy.Rules.Count);
        if (before is { Policy: null, Problem: null } && policy.Path is null)
            return;
        _events.Publish(new SystemEvent { Kind = EventKinds.PolicyChanged, Message = $"Content policy {policy.Version} is in force, with {policy.Rules.Count} rules." });
        _audit.Append(Entry("done", policy.Version, ("digest", policy.Digest), ("before", before.Policy?.Name ?? "none")));
    }

    private void Faulty(string problem, IReadOnlyList<PolicyProblem> problems)
    {
        if (_state.Problem == problem)
            return;
        _state = _state with { Problem = problem, Problems = problems };
        var effect = _state.Policy is { } kept ? $"version {kept.Version} stays in force" : "every request is refused until it is put right";
        LogFaulty(problem, effect);
        _events.Publish(new SystemEvent { Kind = EventKinds.PolicyProblem, Message = $"{problem} Until then {effect}." });
        _audit.Append(Entry("refused", _path, ("problem", problem)));
    }

    private static AuditEntry Entry(string outcome, string subject, params (string Name, string Value)[] details) => new()
    {
        Action = AuditActions.PolicyChanged,
        Actor = "service",
        Subject = subject,
        Outcome = outcome,
        Details = details.ToDictionary(detail => detail.Name, detail => detail.Value),
    };

    [LoggerMessage(LogLevel.Information, "Content policy {Version} ({Digest}) is in force: {Rules} rules")]
    private partial void LogInForce(string version, string digest, int rules);

    [LoggerMessage(LogLevel.Error, "Content policy: {Problem} {Effect}")]
    private partial void LogFaulty(string problem, string effect);
}

/// <summary>What holds at one moment. Immutable, but for what is worked out once.</summary>
internal sealed record PolicyState
{
    public static PolicyState Nothing { get; } = new();

    /// <summary>Null: the detectors did not load.</summary>
    public PolicyReader? Reader { get; init; }

    /// <summary>Null: there is none, and nothing may pass.</summary>
    public ContentPolicy? Policy { get; init; }

    /// <summary>Null: all is well.</summary>
    public string? Problem { get; init; }
    public IReadOnlyList<PolicyProblem> Problems { get; init; } = [];
    public ConcurrentDictionary<string, TextScanner> Scanners { get; init; } = new();

    public ContentPolicy Required => Policy ?? throw new MultiLLMException(new Error(
        ErrorCode.PolicyUnavailable, $"The content policy cannot be applied, so nothing may pass: {Problem ?? "it is not loaded."}", RetryAfter: TimeSpan.FromSeconds(10)));

    /// <summary>The rules for one caller, model and direction; callers to whom the same rules apply share them.</summary>
    public TextScanner For(Caller caller, IReadOnlyCollection<string>? models, PolicyDirection direction)
    {
        var rules = Required.Rules.Where(rule => rule.AppliesTo(caller, models)).Select(rule => rule.For(direction)).OfType<PolicyRule>().ToList();
        return Scanners.GetOrAdd($"{direction} {string.Join(' ', rules.Select(rule => rule.Id))}", _ => new TextScanner(rules));
    }

    /// <summary>Every name of the model asked for and of those that may answer in its place; null: the service chooses.</summary>
    public static IReadOnlyCollection<string>? Names(string? asked, IEnumerable<string>? fallbacks, CatalogSnapshot catalog)
    {
        if (Selection.AutoName.TryParse(asked, out _))
            return null;
        return [.. (fallbacks ?? []).Prepend(asked!).SelectMany(name => catalog.Find(name) is { } model ? model.Aliases.Append(model.Id).Append(name) : [name]).Select(name => name.ToLowerInvariant())];
    }
}
