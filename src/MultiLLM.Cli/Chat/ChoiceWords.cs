using System.Globalization;
using MultiLLM.Cli.Commands;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Chat;

/// <summary>Why a model was picked, as a person reads it.</summary>
internal static class ChoiceWords
{
    private static readonly string[] Headers = ["MODEL", "SCORE", "QUALITY", "ABOUT", "WHY"];

    /// <summary>In a few words, for one line; null: the request named its model.</summary>
    public static string? Short(SelectionSummary selection)
    {
        if (!IsAutomatic(selection))
        {
            return null;
        }

        if (selection is { Task: { } task, Sure: true })
        {
            return $"for {task}, {selection.Difficulty} difficulty, {selection.Preference?.Name}";
        }

        // Else all that is left is the sentence, whose beginning says what for.
        return selection.Reason.Split(": ")[0].TrimEnd('.') is { Length: > 0 } beginning ? char.ToLowerInvariant(beginning[0]) + beginning[1..] : null;
    }

    /// <summary>Null: the first attempt went well.</summary>
    public static string? Fallbacks(SelectionSummary selection) => selection.Fallbacks is { Count: > 0 } failed
        ? $"after {string.Join(", ", failed.Select(attempt => attempt.ModelId).Distinct())} failed"
        : null;

    /// <summary>The sentence, what was understood, and all candidates.</summary>
    public static void Write(CliContext cli, ChatReply reply)
    {
        var selection = reply.Selection;
        cli.Console.Note(selection.Reason);
        if (selection is { Task: { } task, Confidence: { } confidence })
        {
            cli.Console.Note(Understood(task, selection.Difficulty, confidence, selection.Sure, selection.Language, selection.Preference));
        }

        foreach (var failed in selection.Fallbacks ?? [])
        {
            cli.Console.Note($"{failed.ModelId} failed before: {failed.Reason}");
        }

        if (IsAutomatic(selection))
        {
            var remarks = cli.Console with { Out = cli.Console.Error, OutIsTerminal = cli.Console.ErrorIsTerminal };
            Columns.WriteWithSentences(remarks, Headers, [.. selection.Candidates.Select(Row)]);
        }
    }

    public static string Understood(string task, string? difficulty, double confidence, bool? sure, string? language, PreferenceInfo? preference)
    {
        var read = string.Create(CultureInfo.InvariantCulture, $"Read as {task} of {difficulty} difficulty ({confidence:0%} {(sure is false ? "sure, too little to rely on" : "sure")})");
        var spoken = language is null or "und" ? "" : $", language {language}";
        return $"{read}{spoken}{(preference is null ? "" : $"; weighed {preference.Name}")}.";
    }

    /// <summary>Reasons without those whose figures have columns of their own.</summary>
    public static string Why(IEnumerable<string> reasons) => string.Join("; ", reasons.Where(reason =>
        !reason.StartsWith("expected quality", StringComparison.Ordinal) && !reason.EndsWith("to the full answer", StringComparison.Ordinal)));

    public static string Quality(double? quality) => quality?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-";

    public static string About(double? seconds) => seconds is { } known ? Output.About(known) : "-";

    private static bool IsAutomatic(SelectionSummary selection) =>
        selection.Requested == "auto" || selection.Requested.StartsWith("auto:", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> Row(CandidateInfo candidate) =>
    [
        candidate.ModelId,
        candidate.Eligible ? candidate.Score.ToString("0.000", CultureInfo.InvariantCulture) : "-",
        Quality(candidate.Quality),
        About(candidate.Seconds?.Total),
        candidate.Eligible ? Why(candidate.Reasons) : $"ruled out: {string.Join("; ", candidate.Reasons)}",
    ];
}
