using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Text;
using MultiLLM.Core.Json;

namespace MultiLLM.Core.Gateway.Policy.Rules;

/// <param name="Line">In the file, from 1.</param>
/// <param name="Message">Names the field and what it may be.</param>
public sealed record PolicyProblem(int Line, string Message);

/// <summary>Reads a policy file strictly: unknown fields are wrong, and everything that is wrong is told at once. Pure.</summary>
internal sealed class PolicyReader(DetectorCatalog detectors)
{
    public const int MostBytes = 1024 * 1024;
    private const int MostRules = 200;
    private const int MostTerms = 2000;
    private const int MostTermLetters = 50_000;
    private const int LongestMessage = 500;

    /// <summary>The policy, or what is wrong with it.</summary>
    public (ContentPolicy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(ReadOnlySpan<byte> file, string? path)
    {
        if (file.Length > MostBytes)
            return (null, [new(1, $"The file may have at most {MostBytes} bytes; it has {file.Length}.")]);
        PositionedJson root;
        try
        {
            root = PositionedJson.Parse(file.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? file[3..] : file);
        }
        catch (JsonException error)
        {
            return (null, [new((int)(error.LineNumber ?? 0) + 1, $"This is not JSON: {JsonSentence.Of(error)}")]);
        }
        catch (InvalidOperationException error) // a text or a name that is not valid UTF-8
        {
            return (null, [new(1, $"This is not JSON: {error.Message}")]);
        }
        var problems = new List<PolicyProblem>();
        var fields = new PolicyFields(root, "", problems);
        fields.Only("$schema", "version", "description", "rules");
        var version = fields.Text("version", 60, required: true);
        fields.Text("description", 2000);
        var rules = fields.Array("rules", MostRules, required: true).Select((item, index) => Rule(new PolicyFields(item, $"rules[{index}]", problems))).ToList();
        foreach (var twice in rules.GroupBy(rule => rule.Rule.Id).Where(group => group.Key.Length > 0 && group.Count() > 1))
            problems.Add(new(twice.Last().Line, $"There are {twice.Count()} rules with the id \"{twice.Key}\"; ids are unique."));
        if (rules.Sum(rule => rule.Rule.Terms.Sum(term => (long)term.Length)) is var letters && letters > MostTermLetters)
            problems.Add(new(root.Line, $"All terms together may have at most {MostTermLetters} characters; these have {letters}."));
        if (problems.Count > 0)
            return (null, [.. problems.OrderBy(problem => problem.Line)]);
        var digest = Convert.ToHexStringLower(SHA256.HashData(file))[..12];
        return (new ContentPolicy { Version = version, Digest = digest, Path = path, Rules = [.. rules.Select(rule => rule.Rule)] }, []);
    }

    private (PolicyRule Rule, int Line) Rule(PolicyFields fields)
    {
        fields.Only("id", "description", "detectors", "terms", "max_characters", "direction", "action", "applies_to", "dry_run", "message");
        var id = fields.Text("id", 60, required: true);
        if (id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.')))
            fields.Report("id", "may have letters, digits, '-', '_' and '.'");
        fields.Text("description", 2000);
        var named = fields.Texts("detectors", 64, 64).SelectMany(name => Named(fields, name)).Distinct().ToList();
        var terms = fields.Texts("terms", MostTerms, 100).Select(term => Term(fields, term)).Where(term => term.Length > 0).Distinct().ToList();
        var most = fields.Number("max_characters", 1, int.MaxValue);
        if (named.Count == 0 && terms.Count == 0 && most is null && !fields.HasProblem)
            fields.Report("detectors", "is missing: a rule has at least one of detectors, terms and max_characters");
        var direction = fields.Choice<PolicyDirection>("direction", PolicyDirection.Both);
        var action = fields.Choice<PolicyAction>("action", null);
        if (most is not null && action is PolicyAction.Mask or PolicyAction.Allow)
            fields.Report("action", "is flag or block where the rule has max_characters");
        if (direction == PolicyDirection.Output && named.Any(detector => detector.ReadsInputOnly))
            fields.Report("direction", "cannot be output: prompt_injection looks at what is said to a model");
        var to = fields.Object("applies_to");
        to?.Only("keys", "roles", "models");
        var rule = new PolicyRule
        {
            Id = id,
            Detectors = named,
            Terms = terms,
            MaxCharacters = most,
            Direction = direction,
            Action = action,
            DryRun = fields.Flag("dry_run"),
            Message = fields.Text("message", LongestMessage) is { Length: > 0 } message ? message : null,
            Keys = Set(to, "keys", 200, key => key),
            Models = Set(to, "models", 200, model => model.ToLowerInvariant()),
            Roles = Roles(to),
        };
        return (rule, fields.Line);
    }

    private IReadOnlyList<Detector> Named(PolicyFields fields, string name)
    {
        var found = detectors.Named(name);
        if (found.Count == 0)
            fields.Report("detectors", $"names \"{name}\"; there are the groups {string.Join(", ", detectors.Groups)}, and the detectors {string.Join(", ", detectors.All.Select(detector => detector.Name))}");
        return found;
    }

    private static string Term(PolicyFields fields, string term)
    {
        var open = term.EndsWith('*');
        var folded = FoldedText.Fold(term.TrimEnd('*'));
        if (folded.Length < 2)
            fields.Report("terms", $"has \"{term}\"; a term has at least two letters or digits");
        return folded.Length < 2 ? "" : open ? folded + "*" : folded;
    }

    private static FrozenSet<string>? Set(PolicyFields? fields, string name, int most, Func<string, string> of)
    {
        if (fields is null || !fields.Has(name))
            return null;
        return fields.Texts(name, most, 200).Select(of).ToFrozenSet(StringComparer.Ordinal);
    }

    private static FrozenSet<CallerRole>? Roles(PolicyFields? fields)
    {
        if (fields is null || !fields.Has("roles"))
            return null;
        var roles = new List<CallerRole>();
        foreach (var name in fields.Texts("roles", 3, 20))
        {
            if (EnumWords<CallerRole>.Find(name) is { } role)
                roles.Add(role);
            else
                fields.Report("roles", $"names \"{name}\"; there are {string.Join(", ", EnumWords<CallerRole>.All)}");
        }
        return roles.ToFrozenSet();
    }
}

internal static class PolicyWords
{
    public static string Of(PolicyAction action) => EnumWords<PolicyAction>.Of(action);

    public static string Of(PolicyDirection direction) => EnumWords<PolicyDirection>.Of(direction);

    /// <summary>The audit log's word.</summary>
    public static string Outcome(PolicyAction action) => action switch
    {
        PolicyAction.Block => "blocked",
        PolicyAction.Mask => "masked",
        PolicyAction.Flag => "flagged",
        _ => "allowed",
    };
}
