using System.Globalization;
using System.Text;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.Gateway.Governance;

/// <summary>The report as one HTML file that needs nothing else: no script, no font, no picture; everything that comes from elsewhere is escaped. Pure.</summary>
internal static class ReportPage
{
    /// <summary>Its own style is all that it may load.</summary>
    public const string ContentPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static string Of(GovernanceReportInfo report)
    {
        var page = new HtmlText();
        page.Raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Text($"MultiLLM governance report, {Day(report.From)} to {Day(report.To)}").Raw("</title><style>").Raw(ReportStyle.Css)
            .Raw("</style></head><body><main><header><h1>Governance report</h1><p class=\"period\">")
            .Text($"{Time(report.From)} to {Time(report.To)}. Made on {Time(report.MadeAt)} by MultiLLM.").Raw("</p>");
        Verdicts(page, report);
        page.Raw("</header>");
        Models(page, report);
        Uses(page, report);
        Incidents(page, report);
        Acts(page, report);
        foreach (var part in report.Parts)
            Part(page, part);
        page.Section("Settings that matter", "As they were when this was made.").Table(
            ["Setting", "Value", "Meaning"], report.Settings.Select(setting => (string[])[setting.Name, setting.Value, setting.Meaning])).End();
        Evidence(page, report);
        return page.Raw("</main></body></html>").ToString();
    }

    private static void Verdicts(HtmlText page, GovernanceReportInfo report)
    {
        var open = report.Models.Count(model => model.Standing != "valid");
        var found = report.Evidence.Verification;
        page.Raw("<ul class=\"verdicts\">");
        Verdict(page, found is { Intact: true }, found switch
        {
            null => $"The audit log could not be checked: {report.Evidence.Problem}",
            { Intact: true } => $"The audit log is intact: {Number(found.Entries)} entries, signed up to {Number(found.SignedTo)}.",
            _ => $"The audit log is not as it was written: {Number(found.ProblemCount)} faults.",
        });
        Verdict(page, open == 0, open == 0 ? "All models are approved." : $"{Number(open)} of {Number(report.Models.Count)} models are without a valid approval.");
        Verdict(page, report.ApprovedOnly, report.ApprovedOnly ? "Only approved models may answer." : "Models may answer without approval.");
        Verdict(page, report.Incidents.Count == 0, report.Incidents.Count == 0 ? "No incidents in the period." : $"{Number(report.Incidents.Count)} incidents in the period.");
        foreach (var part in report.Parts)
        {
            if (part.Problem is { } problem)
                Verdict(page, good: false, $"{part.Title}: {problem}");
        }
        page.Raw("</ul>");
    }

    private static void Verdict(HtmlText page, bool good, string words) =>
        page.Raw(good ? "<li class=\"good\"><strong>OK</strong> " : "<li class=\"open\"><strong>Look</strong> ").Text(words).Raw("</li>");

    private static void Models(HtmlText page, GovernanceReportInfo report) => page
        .Section("Models", "Every installed model. An approval counts for the file with the digest shown with it, and for nothing else of the same name.")
        .Table(["@Model", "Kind", "Licence", "Source", "Digest (SHA-256)", "Approval", "By, on", "For"], report.Models.Select(model => (string[])
        [
            model.Id, model.Kind, model.License ?? "not stated", model.Source ?? "not stated", model.Digest ?? (model.SizeBytes == 0 ? "none: its file is elsewhere" : "not known yet"), StandingOf(model.Standing),
            model.Approval is { } by ? $"{by.By}, {Day(by.At)}{(by.Note is { } note ? $": {note}" : "")}" : "", model.Approval is { } scope ? ScopeOf(scope) : "",
        ])).End();

    private static void Uses(HtmlText page, GovernanceReportInfo report)
    {
        page.Section("Uses", "Requests of the period. Their texts are not part of this report.");
        foreach (var by in report.Uses.GroupBy(use => use.By))
        {
            page.Raw("<h3>").Text($"By {by.Key}").Raw("</h3>").Table(
                [Capital(by.Key), "#Requests", "#Failed", "#Refused", "#Tokens read", "#Tokens written"],
                by.Select(use => (string[])[use.Name, Number(use.Requests), Number(use.Failed), Number(use.Refused), Number(use.PromptTokens), Number(use.CompletionTokens)]));
        }
        if (report.Uses.Count == 0)
            page.Raw("<p>No requests.</p>");
        page.End();
    }

    private static void Incidents(HtmlText page, GovernanceReportInfo report) => page
        .Section("Incidents", "What went wrong or was kept from happening. Of models, other servers and the machine as far as the service still knows: it keeps the last 1,024 events. "
            + "Of policy, limits and access out of the audit log.")
        .Table(["@Kind", "About", "@Key", "@First (UTC)", "@Last (UTC)", "#Times", "What happened (last)"], report.Incidents.Select(incident => (string[])
        [
            incident.Kind, incident.Subject ?? "the service", incident.Key ?? "–", Minute(incident.First), incident.Last == incident.First ? "–" : Minute(incident.Last), Number(incident.Count),
            incident.Message,
        ])).End();

    private static void Acts(HtmlText page, GovernanceReportInfo report) => page
        .Section("Acts and decisions", "What the audit log tells of the period, by kind. The log itself tells who did what when: multillm audit export.")
        .Table(["Action", "Outcome", "#Number"], report.Acts.Select(act => (string[])[act.Action, act.Outcome, Number(act.Count)])).End();

    private static void Part(HtmlText page, GovernancePartInfo part)
    {
        page.Section(part.Title, part.Summary);
        if (part.Problem is { } problem)
            page.Raw("<p class=\"problem\"><strong>Look</strong> ").Text(problem).Raw("</p>");
        page.Table(
            [.. part.Columns.Select(column => column.Kind switch { "number" => "#" + column.Title, "time" => $"@{column.Title} (UTC)", _ => column.Title })],
            part.Rows.Select(row => row.Select((cell, index) => Cell(cell, part.Columns[index])).ToList()));
        page.End();
    }

    private static string Cell(string? cell, GovernanceColumnInfo column) => (cell, column.Kind) switch
    {
        (null, _) => column.Empty ?? "–",
        (_, "number") when long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => Number(number),
        (_, "time") when DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, out var time) => Minute(time),
        _ => cell,
    };

    private static void Evidence(HtmlText page, GovernanceReportInfo report)
    {
        var evidence = report.Evidence;
        page.Section("Evidence", "Why this can be believed. Each entry of the audit log holds the hash of the one before it, and the chain is signed from time to time.");
        var facts = new List<(string, string)>();
        if (evidence.Verification is { } found)
        {
            facts.Add(("Result", found.Intact ? "no fault found" : $"{Number(found.ProblemCount)} faults"));
            facts.Add(("Verified", $"entries {Number(found.First)} to {Number(found.Last)}, on {Time(report.MadeAt)}; {Number(found.Entries)} entries in {Number(found.Files)} {(found.Files == 1 ? "file" : "files")}{(found.PrunedTo > 0 ? $"; {Number(found.PrunedTo)} older ones were removed after they were signed off" : "")}"));
            if (found is { From: { } from, To: { } to })
                facts.Add(("They tell of", $"{Time(from)} to {Time(to)}"));
            facts.Add(("Checkpoints", $"{Number(found.Checkpoints)} signatures hold; the last one signs all up to entry {Number(found.SignedTo)}"));
        }
        if (evidence.Problem is { } problem)
            facts.Add(("Problem", problem));
        facts.Add(("Entries lost", Number(evidence.Lost)));
        if (evidence.Checkpoint is { } signed)
        {
            facts.Add(("Signed end of the log", $"entry {Number(signed.Sequence)} of {signed.Log}, on {Time(signed.Time)}"));
            facts.Add(("Hash", signed.Hash));
            facts.Add(("Signature", signed.Signature));
            facts.Add(("Key", signed.Key));
        }
        page.Facts(facts);
        if (evidence.Verification is { Problems: [_, ..] problems })
            page.Raw("<h3>Faults</h3><ul>").Each(problems, "li").Raw("</ul>");
        if (evidence.Checkpoint?.PublicKey is { } key)
            page.Raw("<h3>Public key</h3><pre>").Text(key).Raw("</pre>");
        page.End();
    }

    private static string StandingOf(string standing) => standing switch
    {
        "none" => "nobody decided",
        "valid" => "approved",
        "void" => "void: the file has changed",
        "unknown" => "the file is still being read",
        _ => standing,
    };

    private static string ScopeOf(ApprovalInfo approval)
    {
        var words = new StringBuilder(approval.Tasks.Count > 0 ? string.Join(", ", approval.Tasks) : "all tasks");
        words.Append("; ").Append(approval.Keys.Count + approval.Roles.Count > 0 ? string.Join(", ", approval.Roles.Concat(approval.Keys)) : "everybody");
        return approval.Until is { } until ? words.Append("; until ").Append(Day(until)).ToString() : words.ToString();
    }

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => $"{Minute(time)} UTC";

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
