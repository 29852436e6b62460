using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Gateway.Policy.Rules;

namespace MultiLLM.Server.Gateway.Policy;

/// <summary>Tells a caller what the content policy did about its request.</summary>
internal static class PolicyDescription
{
    private const string Header = "x-multillm-policy";

    /// <summary>"version; rule=action, rule=action"; written when the reply begins, so what an answer's later text sets off stands in its end only.</summary>
    public static void Announce(HttpContext context, PolicyTrail trail) => context.Response.OnStarting(() =>
    {
        if (Of(trail) is { } note)
            context.Response.Headers[Header] = $"{Plain(note.Version)}; {string.Join(", ", note.Applied.Select(rule => $"{rule.Rule}={(rule.DryRun ? "dry-run" : rule.Action)}").Distinct())}";
        return Task.CompletedTask;
    });

    /// <summary>Null: no rule applied.</summary>
    public static PolicyNote? Of(PolicyTrail? trail) => trail?.Version is not { } version ? null : new PolicyNote(
        version, [.. trail.Applied.Select(rule => new PolicyNoteRule(rule.Rule, EnumWords<PolicyAction>.Of(rule.Action), EnumWords<PolicyDirection>.Of(rule.Direction), rule.What, rule.DryRun))]);

    /// <summary>Headers hold ASCII only.</summary>
    private static string Plain(string version) => string.Concat(version.Select(letter => letter is > ' ' and < '\u007F' and not (';' or ',') ? letter : '_'));
}
