using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Governance;

/// <summary>Models and what was decided about them, as a table.</summary>
internal static class GovernanceSheet
{
    private const int ShownDigits = 12;
    private static readonly string[] Headers = ["MODEL", "APPROVAL", "LICENCE", "SHA-256", "BY", "ON", "UNTIL", "FOR"];

    public static void Write(CliConsole console, GovernedModelList list)
    {
        Columns.Write(console, Headers, list.Models.Select(Row));
        if (!list.ApprovedOnly)
        {
            console.Note("Models answer without approval: MultiLLM:Governance:ApprovedOnly is false.");
        }
    }

    private static IReadOnlyList<string> Row(GovernedModelInfo model) =>
    [
        model.Id,
        model.Standing,
        model.License ?? "-",
        model.Digest is { } digest ? digest[..ShownDigits] : "-",
        model.Approval?.By ?? "-",
        Day(model.Approval?.At),
        Day(model.Approval?.Until),
        model.Approval is { } approval ? Scope(approval) : "-",
    ];

    private static string Scope(ApprovalInfo approval) =>
        string.Join(", ", approval.Tasks.Concat(approval.Roles).Concat(approval.Keys)) is { Length: > 0 } scope ? scope : "all";

    private static string Day(DateTimeOffset? time) => time is { } at ? at.ToLocalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "-";
}
